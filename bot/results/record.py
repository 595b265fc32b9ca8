"""What a card's row keeps of a check, so that the bot can explain the result later.

Privacy: it keeps states, distances and reasons, and never a picture, a name or an address.
Rows outlive versions of the bot: new fields need defaults, and a record with a value that this
version does not know is read as empty.
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
from bot.photos.readings import NotRead, PhotoReading, Readings
from bot.photos.verdict import Verdict
from bot.photos.versions import PictureVersions, picture_versions
from bot.use_cases.check import CheckResult


@dataclass(frozen=True)
class CopyRead:
    """One copy as it was read; `not_read` is the reason where it was not."""

    copy: Copy
    not_read: NotRead | None = None


@dataclass(frozen=True)
class ProfileRead:
    """SharePoint's profile in the terms of `Findings`; `found` is False where there is none."""

    found: bool
    frozen: bool
    hidden: bool
    points_elsewhere: bool


@dataclass(frozen=True)
class FactsRead:
    """Facts of account and tenant in the terms of `Findings`; None where they are not known."""

    guest: bool | None = None
    enabled: bool | None = None
    on_premises_synced: bool | None = None
    mailbox_on_premises: bool | None = None
    changes_restricted: bool | None = None
    exchange_enabled: bool | None = None
    missing_permissions: tuple[str, ...] = ()
    external_member: bool = False


@dataclass(frozen=True)
class Evidence:
    """What one check read, and what was concluded from it.

    Attributes:
        read_at: when it was read (UTC).
        copies: the Microsoft 365 photo first, then SharePoint's S, M and L.
        mailbox: whether there is an Exchange Online mailbox; None where it is not known.
        possible: causes that no service shows and that the readings do not exclude.
        repairable: whether writing to SharePoint would put it right, whoever may do so.
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
    """What the row of a card keeps of its result, or of the request while there is none.

    Attributes:
        shown: versions of the pictures that the card showed, so that no newer ones are
            overwritten.
        window: device and browser on which the person followed the steps before.
    """

    evidence: Evidence | None = None
    shown: PictureVersions | None = None
    window: PrivateWindow | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the JSON that a row stores; fields that are None are left out."""
        kept: dict[str, Any] = _JSON.dump_python(self, mode="json")
        return {name: value for name, value in kept.items() if value is not None}


_JSON = TypeAdapter(ResultRecord)
NOTHING_KEPT = ResultRecord()


def record_of(row: CardRow) -> ResultRecord:
    """Read a row's record; an empty one if another version wrote it in a form unknown here."""
    try:
        return _JSON.validate_python(row.record)
    except ValidationError:
        return NOTHING_KEPT


def stored_verdict(row: CardRow) -> Verdict | None:
    """Read the verdict of a row, also where the rest of its record can't be read."""
    evidence = row.record.get("evidence")
    try:
        return Verdict(evidence["verdict"]) if evidence else None
    except (KeyError, TypeError, ValueError):
        return None


def record_of_check(check_result: CheckResult, window: PrivateWindow | None = None) -> ResultRecord:
    """Make the record of a check that a card shows."""
    return ResultRecord(evidence_of(check_result), picture_versions(check_result.readings), window)


def evidence_of(check_result: CheckResult) -> Evidence:
    """Reduce a check to what explains it later."""
    diagnosis, readings = check_result.diagnosis, check_result.readings
    findings = Findings(readings, diagnosis.copies)
    return Evidence(
        read_at=readings.read_at,
        verdict=diagnosis.verdict,
        causes=diagnosis.causes,
        remedy=diagnosis.remedy,
        copies=tuple(_copy(copy, readings) for copy in diagnosis.copies),
        profile=_profile(findings),
        mailbox=_mailbox(findings),
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


def _mailbox(findings: Findings) -> bool | NotRead | None:
    account = findings.readings.account
    if isinstance(account, NotRead):
        return account
    return findings.has_mailbox


def _facts(findings: Findings) -> FactsRead:
    return FactsRead(
        guest=findings.guest,
        enabled=findings.enabled,
        on_premises_synced=findings.on_premises_synced,
        mailbox_on_premises=findings.mailbox_on_premises,
        changes_restricted=findings.changes_restricted,
        exchange_enabled=findings.exchange_enabled,
        missing_permissions=findings.missing_permissions,
        external_member=findings.external_member,
    )
