"""`python -m bot campaigns`: write to everybody whom a census found stale."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from enum import StrEnum
from uuid import UUID

from bot.app.campaigns import CensusRecipients, campaigns_of
from bot.app.infrastructure import open_storage
from bot.commands.campaign_report import UNKNOWN, campaign_as_json, progress_as_text
from bot.commands.result import CommandResult
from bot.config.settings import Settings
from bot.core.clock import utc_now
from bot.nudges.ports import NUDGE
from bot.outbox.campaign import Campaign, CampaignState
from bot.outbox.campaigns import Campaigns, NotPossible
from bot.storage.census_counts import count_census, latest_census
from bot.storage.database import Database
from bot.storage.watch import latest_run
from bot.use_cases.authorizer import COMMAND

SILENT = (
    "PHOTOBOT_WATCH is {watch}, so nobody may be written to: set it to pilot or on, and restart "
    "the workers"
)
NO_SWEEP = "no sweep was completed yet, which says who is still there: see `watch status`"
NO_CENSUS = "no census was completed yet: run `census`"
NOBODY = "the census found nobody whom a message would help"
STARTED = "this census is the campaign {id} already, which is {state}; take a new census"
NOT_NOW = "the campaign is {state}, so that is not possible"


class Doing(StrEnum):
    """What an administrator does about a campaign."""

    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    AGAIN = "again"


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[tuple[Database, Campaigns]]:
    async with open_storage(settings) as database:
        yield database, campaigns_of(settings, database)


async def start_campaign(settings: Settings, name: str | None, *, dry: bool) -> CommandResult:
    """Write to everybody whom the latest census found stale; dry, only count them.

    A start that was interrupted is gone on with.
    """
    async with _opened(settings) as (database, campaigns):
        run = await latest_census(database)
        if run is None or run.finished_at is None:
            return CommandResult.failed({}, NO_CENSUS)
        people = (await count_census(database, run)).would_write_to
        found = {"census": str(run.id), "would_write_to": people, "dry_run": dry}
        if dry:
            return CommandResult(found, tuple(_dry_run(people, settings.watch)))
        if why_not := await _why_not(settings, database, people):
            return CommandResult.failed(found, why_not)
        try:
            campaign = await campaigns.start(
                NUDGE,
                actor=COMMAND,
                name=name or f"Census of {run.started_at:%Y-%m-%d}",
                source=run.id,
                recipients=CensusRecipients(database, run),
            )
        except NotPossible as refused:
            earlier = refused.campaign
            words = STARTED.format(id=earlier.id, state=earlier.state)
            return CommandResult.failed(found, words)
        return await _as_it_is(campaigns, campaign)


async def _why_not(settings: Settings, database: Database, people: int) -> str | None:
    if settings.watch not in ("pilot", "on"):
        return SILENT.format(watch=settings.watch)
    async with database.connection() as connection:
        if (await latest_run(connection)).finished_at is None:
            return NO_SWEEP
    return None if people else NOBODY


def _dry_run(people: int, watch: str) -> Iterator[str]:
    yield f"Nothing was stored. A campaign would write to at most {people} people."
    yield "Whether to write to each is decided, and their photo checked, when the message is sent."
    if watch == "pilot":
        yield "With PHOTOBOT_WATCH=pilot only members of the pilot groups are written to."


async def list_campaigns(settings: Settings) -> CommandResult:
    """Name every campaign that is kept, the latest first."""
    async with _opened(settings) as (_, campaigns):
        kept = await campaigns.store.all()
    found = {"campaigns": [campaign_as_json(campaign) for campaign in kept]}
    lines = tuple(
        f"{campaign.id}  {campaign.created_at:%Y-%m-%d %H:%M}  {campaign.state:<9}  "
        f"{campaign.recipients or 0:>7}  {campaign.name}"
        for campaign in kept
    )
    return CommandResult(found, lines or ("There is no campaign.",))


async def show_campaign(settings: Settings, campaign_id: UUID) -> CommandResult:
    """Say how far a campaign has come at this moment."""
    async with _opened(settings) as (_, campaigns):
        campaign = await campaigns.store.get(campaign_id)
        if campaign is None:
            return CommandResult.failed({}, UNKNOWN)
        return await _as_it_is(campaigns, campaign)


async def change_campaign(settings: Settings, campaign_id: UUID, what: Doing) -> CommandResult:
    """Pause, resume or cancel a campaign, or queue again what failed; say how it stands then."""
    async with _opened(settings) as (_, campaigns):
        campaign = await campaigns.store.get(campaign_id)
        if campaign is None:
            return CommandResult.failed({}, UNKNOWN)
        changes: dict[Doing, Callable[[Campaign], Awaitable[Campaign | int]]] = {
            Doing.PAUSE: campaigns.pause,
            Doing.RESUME: campaigns.resume,
            Doing.CANCEL: campaigns.cancel,
            Doing.AGAIN: campaigns.send_again,
        }
        try:
            done = await changes[what](campaign)
        except NotPossible as refused:
            found = campaign_as_json(refused.campaign)
            return CommandResult.failed(found, NOT_NOW.format(state=refused.campaign.state))
        campaign = await campaigns.store.get(campaign_id) or campaign
        result = await _as_it_is(campaigns, campaign)
    if isinstance(done, Campaign):
        return result
    lines = (f"{done} messages that had failed are queued again.", *result.lines)
    return CommandResult({**result.found, "queued_again": done}, lines)


async def _as_it_is(campaigns: Campaigns, campaign: Campaign) -> CommandResult:
    report = await campaigns.progress(campaign.id)
    now = utc_now()
    found = campaign_as_json(campaign, report, now)
    lines = tuple(progress_as_text(campaign, report)) if report else ()
    if campaign.state is CampaignState.LISTING:
        return CommandResult(found, (*lines, "Its list is not complete: run `start` again."))
    return CommandResult(found, lines)
