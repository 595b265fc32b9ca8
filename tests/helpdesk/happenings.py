"""Everything that can happen to a case, by name, and a case to which it happens."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from bot.helpdesk.case import Case
from bot.helpdesk.standing import CaseEvent, CaseEventKind, CaseFinding, CaseState, Ticket
from bot.photos.causes import Cause, Remedy
from bot.photos.verdict import Verdict
from bot.use_cases.authorizer import Actor, ActorKind
from bot.use_cases.sync import Ending
from tests.helpdesk.fakes import AMARA, BEN

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BY_AMARA = Actor(ActorKind.AGENT, AMARA)
SAME = CaseFinding(Verdict.IN_SYNC, Remedy.CLEAR_CACHES, (Cause.ALL_IN_SYNC,))
OLD = CaseFinding(Verdict.DIFFERS, Remedy.REPAIR, (Cause.SHAREPOINT_OLD,))
BLOCKED = CaseFinding(Verdict.DIFFERS, Remedy.ASK_ADMINISTRATOR, (Cause.SIGN_IN_BLOCKED,))
NOT_KNOWN = CaseFinding(Verdict.UNSURE, Remedy.CHECK_AGAIN)

FINDINGS: Mapping[str, CaseFinding] = {
    "checked, in sync": SAME,
    "checked, old": OLD,
    "checked, an administrator's": BLOCKED,
    "checked, not known": NOT_KNOWN,
    "synced, fixed": replace(SAME, ending=Ending.FIXED),
    "synced, nothing to do": replace(SAME, ending=Ending.NOTHING_TO_DO),
    "synced, not fixed": replace(OLD, ending=Ending.NOT_FIXED),
    "synced, not possible": replace(OLD, ending=Ending.NOT_POSSIBLE),
    "synced, cut off": replace(OLD, ending=Ending.CUT_OFF),
    "synced, photo changed": replace(OLD, ending=Ending.PHOTO_CHANGED),
    # Written as it should be, and a copy could not be read after it.
    "synced, not known": replace(NOT_KNOWN, ending=Ending.UNCHECKED),
}
WITHOUT_FINDING = [
    kind for kind in CaseEventKind if kind not in (CaseEventKind.CHECKED, CaseEventKind.SYNCED)
]
HAPPENINGS = (*(kind.value for kind in WITHOUT_FINDING), *FINDINGS)


def happening(name: str, at: datetime = NOON) -> CaseEvent:
    """Something that happens to a case, by its name."""
    finding = FINDINGS.get(name)
    kind = CaseEventKind(name.partition(",")[0])
    return CaseEvent(uuid4(), kind, at, finding=finding)


def asked(
    *, ticket: Ticket | None = None, note: str = "", by: Actor = BY_AMARA, at: datetime = NOON
) -> CaseEvent:
    return CaseEvent(uuid4(), CaseEventKind.ASKED, at, by, ticket=ticket, words=note)


def a_case(*events: CaseEvent, subject: str = BEN, reference: str = "PB-7K3M9QX") -> Case:
    """A case of Amara's, to which these events happened, in the order of time."""
    return Case(
        id=uuid4(),
        reference=reference,
        subject=subject,
        agent=AMARA,
        left_at=None,
        created_at=NOON,
        until=NOON + timedelta(days=14),
        expires_at=NOON + timedelta(days=44),
        events=events or (asked(),),
    )


# What leads to each state, after the message was opened.
LEADS_TO: Mapping[CaseState, str] = {
    CaseState.WAITING: "asked",
    CaseState.SENT: "sent",
    CaseState.UNCONFIRMED: "unconfirmed",
    CaseState.UNREACHABLE: "unreachable",
    CaseState.WITHDRAWN: "withdrawn",
    CaseState.OPENED: "opened",
    CaseState.CHECKED: "checked, old",
    CaseState.IN_SYNC: "checked, in sync",
    CaseState.STEPS: "steps",
    CaseState.STUCK: "checked, an administrator's",
    CaseState.DECLINED: "declined",
    CaseState.ANSWERED: "answered",
    CaseState.EXPIRED: "expired",
    CaseState.CLOSED: "closed",
}
