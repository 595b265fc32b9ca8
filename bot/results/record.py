"""What is kept of a check, so that the bot can say later why it said what it said.

Neither a picture nor a name nor an address: states, distances, and what was not read.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.chat.stores import CardRow
from bot.photos.causes import Cause, Remedy
from bot.photos.copies import Copy
from bot.photos.findings import Findings
from bot.photos.guide import PrivateWindow
from bot.photos.readings import Account, NotRead, PhotoReading, Readings
from bot.photos.verdict import Verdict
from bot.photos.versions import PictureVersions, picture_versions
from bot.use_cases.check import CheckResult


@dataclass(frozen=True)
class CopyRead:
    """One copy; `not_read` says why nothing was learnt of it."""

    copy: Copy
    not_read: NotRead | None = None


@dataclass(frozen=True)
class ProfileRead:
    """What SharePoint's profile said, in the terms of `Findings`; `found` is False without one."""

    found: bool
    frozen: bool
    hidden: bool
    points_elsewhere: bool


@dataclass(frozen=True)
class FactsRead:
    """What account and tenant said, in the terms of `Findings`; None where it is not known."""

    guest: bool | None = None
    enabled: bool | None = None
    on_premises_synced: bool | None = None
    mailbox_on_premises: bool | None = None
    changes_restricted: bool | None = None
    exchange_enabled: bool | None = None
    missing_permissions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """What one check read (UTC) and what was concluded from it.

    Attributes:
        copies: the Microsoft 365 photo first, then SharePoint's S, M and L.
        mailbox: whether there is an Exchange Online mailbox; None where nobody said.
        repairable: whether writing to SharePoint would put it right.
        possible: what no service shows, and what was read does not exclude.
    """

    read_at: datetime
    verdict: Verdict
    causes: tuple[Cause, ...]
    remedy: Remedy
    copies: tuple[CopyRead, ...]
    profile: ProfileRead | NotRead
    mailbox: bool | NotRead | None
    possible: tuple[Cause, ...] = ()
    facts: FactsRead = FactsRead()
    repairable: bool = False


@dataclass(frozen=True)
class ResultRecord:
    """What the row of a card keeps of its result, or of how it was asked for.

    Attributes:
        shown: which pictures the card showed: an etag and a digest, and no picture.
        window: the browser on which somebody followed the steps before.
    """

    evidence: Evidence | None = None
    shown: PictureVersions | None = None
    window: PrivateWindow | None = None

    def as_json(self) -> dict[str, Any]:
        """Give it as a row keeps it; what there is not is left out."""
        kept: dict[str, Any] = _JSON.dump_python(self, mode="json")
        return {name: value for name, value in kept.items() if value is not None}


_JSON = TypeAdapter(ResultRecord)
NOTHING_KEPT = ResultRecord()


def record_of(row: CardRow) -> ResultRecord:
    """Read what a row keeps; nothing where another version wrote what this one can't read."""
    try:
        return _JSON.validate_python(row.record)
    except ValidationError:
        return NOTHING_KEPT


def stored_verdict(row: CardRow) -> Verdict | None:
    """Read what a check concluded, also where no more of what its row keeps can be read."""
    evidence = row.record.get("evidence")
    try:
        return Verdict(evidence["verdict"]) if evidence else None
    except (KeyError, TypeError, ValueError):
        return None


def record_of_check(check_result: CheckResult, window: PrivateWindow | None = None) -> ResultRecord:
    """Keep what matters of a check."""
    return ResultRecord(evidence_of(check_result), picture_versions(check_result.readings), window)


def evidence_of(check_result: CheckResult) -> Evidence:
    """Keep what matters of a check."""
    diagnosis, readings = check_result.diagnosis, check_result.readings
    findings = Findings(readings, diagnosis.copies)
    return Evidence(
        read_at=readings.read_at,
        verdict=diagnosis.verdict,
        causes=diagnosis.causes,
        remedy=diagnosis.remedy,
        copies=tuple(_copy(copy, readings) for copy in diagnosis.copies),
        profile=_profile(findings),
        mailbox=_mailbox(readings),
        possible=diagnosis.possible,
        facts=_facts(findings),
        repairable=diagnosis.repairable,
    )


def _copy(copy: Copy, readings: Readings) -> CopyRead:
    reading: PhotoReading | None = (
        readings.microsoft_365 if copy.size is None else readings.thumbnails.get(copy.size)
    )
    return CopyRead(copy, reading if isinstance(reading, NotRead) else None)


def _profile(findings: Findings) -> ProfileRead | NotRead:
    profile = findings.readings.profile
    if isinstance(profile, NotRead):
        return profile
    return ProfileRead(
        found=not findings.no_profile,
        frozen=findings.frozen,
        hidden=findings.hidden,
        points_elsewhere=findings.points_elsewhere,
    )


def _mailbox(readings: Readings) -> bool | NotRead | None:
    account = readings.account
    if isinstance(account, NotRead):
        return account
    return account.has_mailbox if isinstance(account, Account) else None


def _facts(findings: Findings) -> FactsRead:
    return FactsRead(
        guest=findings.guest,
        enabled=findings.enabled,
        on_premises_synced=findings.on_premises_synced,
        mailbox_on_premises=findings.mailbox_on_premises,
        changes_restricted=findings.changes_restricted,
        exchange_enabled=findings.exchange_enabled,
        missing_permissions=findings.missing_permissions,
    )
