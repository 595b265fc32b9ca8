"""Diagnose a check: conclude copies, verdict, causes and remedy from the readings."""

from dataclasses import dataclass

from bot.core.failures import FailureReason
from bot.photos.capabilities import Capability, may_sync_sharepoint
from bot.photos.causes import Cause, Remedy, Row, causes_of, possibilities_of
from bot.photos.copies import Copy, CopyState, copies_of
from bot.photos.findings import WRONG, Findings
from bot.photos.readings import NotRead, Profile, Readings
from bot.photos.verdict import Verdict, verdict_of


@dataclass(frozen=True)
class Diagnosis:
    """The result of a check: what is wrong with a person's photo, and what helps.

    Attributes:
        causes: in the order in which to fix them.
        possible: causes that no service shows and that the readings do not exclude.
        wait: hours until the remedy shows, as far as Microsoft documents them.
        repairable: whether writing to SharePoint would put it right, whoever may do so.
    """

    copies: tuple[Copy, ...]
    verdict: Verdict
    causes: tuple[Cause, ...]
    remedy: Remedy
    possible: tuple[Cause, ...] = ()
    wait: int | None = None
    repairable: bool = False

    @property
    def lasts(self) -> bool:
        """Whether nothing is known that would keep the next photo out of SharePoint."""
        return not (self.verdict is Verdict.IN_SYNC and self.repairable)


def diagnose(readings: Readings, granted: frozenset[Capability]) -> Diagnosis:
    """Diagnose one check; `granted` decides whether the remedy can be a repair by the bot."""
    return explain(Findings(readings, copies_of(readings)), granted)


def explain(findings: Findings, granted: frozenset[Capability]) -> Diagnosis:
    """Diagnose copies that were compared before."""
    rows = causes_of(findings)
    repairable = _repairable(findings)
    remedy = (
        Remedy.REPAIR
        if repairable and may_sync_sharepoint(granted)
        else _without_writing(findings, rows, repairable=repairable)
    )
    return Diagnosis(
        copies=findings.copies,
        verdict=verdict_of(findings),
        causes=tuple(row.cause for row in rows),
        remedy=remedy,
        possible=possibilities_of(findings),
        wait=next((row.wait for row in rows if row.without_writing is remedy), None),
        repairable=repairable,
    )


def _without_writing(findings: Findings, rows: tuple[Row, ...], *, repairable: bool) -> Remedy:
    if verdict_of(findings) is Verdict.IN_SYNC:
        # What is left to repair keeps the next photo out, and no cache has to do with that.
        return Remedy.ASK_ADMINISTRATOR if repairable else Remedy.CLEAR_CACHES
    return rows[0].without_writing if rows else _without_a_cause(findings)


def _without_a_cause(findings: Findings) -> Remedy:
    """Choose what still helps where too little was read or compared to know a cause."""
    if findings.cloud is CopyState.BROKEN:
        return Remedy.ADD_PHOTO
    photo = findings.readings.microsoft_365
    # Whatever else may be read later, there will be nothing to compare it with.
    if isinstance(photo, NotRead) and photo.why is FailureReason.REJECTED:
        return Remedy.ASK_ABOUT_REJECTION
    if findings.may_be_read_later:
        return Remedy.CHECK_AGAIN
    return Remedy.VISIT_SHAREPOINT if findings.has_photo else Remedy.ASK_FOR_PERMISSION


def _repairable(findings: Findings) -> bool:
    """Tell whether writing to SharePoint would make it show the Microsoft 365 photo."""
    if not findings.has_photo or not isinstance(findings.readings.profile, Profile):
        return False
    worth_writing = findings.any_thumbnail(WRONG | {CopyState.UNSURE})
    # The picture may be right today, but the next one would never arrive
    # (docs/photo-sync.md, "Sync state").
    frozen = findings.frozen and findings.has_mailbox is True
    return worth_writing or findings.hidden or findings.points_elsewhere or frozen
