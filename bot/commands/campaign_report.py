"""`python -m bot campaigns report`: what became of a campaign's messages."""

import csv
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from bot.app.campaigns import campaigns_of
from bot.app.infrastructure import open_storage
from bot.commands.result import CommandResult
from bot.commands.spreadsheet import cells
from bot.config.settings import Settings
from bot.core.clock import utc_now
from bot.outbox.campaign import Campaign
from bot.outbox.report import CampaignReport, RecipientOutcome, outcome_of
from bot.storage.campaign_recipients import RecipientRow, campaign_recipients

COLUMNS = ("subject", "outcome", "reason", "failed_attempts", "opened_at", "tapped_at")
UNKNOWN = "there is no campaign with this id: see `campaigns list`"
# No service tells who has read a message.
NOT_KNOWN = "not known"


async def report_campaign(
    settings: Settings, campaign_id: UUID, *, as_csv: bool, as_json: bool
) -> int:
    """Print the counts of a campaign, or as CSV a line for each recipient; return the status."""
    async with open_storage(settings) as database:
        store = campaigns_of(settings, database).store
        campaign, report = await store.get(campaign_id), await store.report(campaign_id)
        if campaign is None or report is None:
            return CommandResult.failed({}, UNKNOWN).show(as_json=as_json)
        if as_csv:
            table = csv.writer(sys.stdout)
            table.writerow(COLUMNS)
            async for row in campaign_recipients(database, campaign_id):
                table.writerow(recipient_cells(row))
            return 0
    found = campaign_as_json(campaign, report, utc_now())
    lines = tuple(_report_as_text(campaign, report))
    return CommandResult(found, lines).show(as_json=as_json)


def recipient_cells(row: RecipientRow) -> list[str]:
    """Write a recipient for a spreadsheet, in the order of COLUMNS."""
    outcome = outcome_of(row.state, opened=row.opened_at is not None)
    is_sent = outcome is RecipientOutcome.SENT
    opened = row.opened_at or (NOT_KNOWN if is_sent else None)
    reason = None if is_sent else row.reason
    return cells((row.subject, outcome, reason, row.attempts, opened, row.tapped_at))


def campaign_as_json(
    campaign: Campaign, report: CampaignReport | None = None, counted_at: datetime | None = None
) -> dict[str, Any]:
    """Describe a campaign; times are UTC.

    With a report, `queued`, `sent`, `unconfirmed`, `failed`, `withdrawn` and `forgotten` add up to
    `recipients`; `opened` and `not_known_whether_opened` to `sent`; and `tapped` are of `opened`.
    """
    described = {
        "campaign": str(campaign.id),
        "kind": campaign.kind,
        "name": campaign.name,
        "actor": str(campaign.actor),
        "census": str(campaign.source),
        "state": campaign.state.value,
        "created_at": campaign.created_at.isoformat(),
        "changed_at": campaign.changed_at.isoformat(),
        "recipients": campaign.recipients,
    }
    if report is None:
        return described
    return {
        **described,
        "counted_at": counted_at and counted_at.isoformat(),
        "recipients": report.recipients,
        "queued": report.queued,
        "sent": report.sent,
        "opened": report.opened,
        "tapped": report.tapped,
        "not_known_whether_opened": report.not_known_whether_opened,
        "unconfirmed": report.unconfirmed,
        "failed": sum(report.failed.values()),
        "failed_because": dict(report.failed),
        "withdrawn": sum(report.withdrawn.values()),
        "withdrawn_because": dict(report.withdrawn),
        "forgotten": report.forgotten,
    }


def progress_as_text(campaign: Campaign, report: CampaignReport) -> Iterator[str]:
    """Say how far a campaign has come."""
    ended = report.recipients - report.queued
    yield f"{campaign.name} ({campaign.id}) is {campaign.state}."
    yield f"{ended} of {report.recipients} messages have ended; {report.sent} were sent."


def _report_as_text(campaign: Campaign, report: CampaignReport) -> Iterator[str]:
    yield from progress_as_text(campaign, report)
    yield f"  {report.queued:>8}  queued"
    yield f"  {report.sent:>8}  sent"
    yield f"  {report.opened:>8}      opened, as far as is known"
    yield f"  {report.tapped:>8}          pressed a button"
    yield f"  {report.not_known_whether_opened:>8}      not known whether opened"
    yield f"  {report.unconfirmed:>8}  unconfirmed: they may have arrived, and are not sent again"
    yield from _by_reason("failed", report.failed)
    yield from _by_reason("withdrawn", report.withdrawn)
    if report.forgotten:
        yield f"  {report.forgotten:>8}  forgotten since"


def _by_reason(outcome: str, reasons: Mapping[str, int]) -> Iterator[str]:
    yield f"  {sum(reasons.values()):>8}  {outcome}"
    for reason, number in reasons.items():
        yield f"  {number:>8}      {reason}"
