"""What happens to a case without an agent: what the person does, and what checks of theirs find."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import structlog

from bot.core.clock import Now
from bot.core.logs import where_it_broke
from bot.helpdesk.case import answer_of
from bot.helpdesk.ports import CaseStore
from bot.helpdesk.standing import CaseEvent, CaseEventKind, CaseFinding
from bot.use_cases.authorizer import Actor
from bot.use_cases.check import CheckResult
from bot.use_cases.sync import Ending

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class CaseNotes:
    """Notes it in the person's open case; implements bot.use_cases.service.ResultFollower."""

    store: CaseStore
    now: Now
    new_id: Callable[[], UUID]

    async def decline(self, message: UUID, reader: str) -> bool:
        """Note that the person said “not now” on a card; False where the case has ended."""
        return await self._add_by_person(message, reader, CaseEventKind.DECLINED)

    async def answer(self, message: UUID, reader: str, words: str) -> bool:
        """Note what the person wrote on a card; False where the case has ended.

        Raises NotAccepted.
        """
        written = answer_of(words)
        return await self._add_by_person(message, reader, CaseEventKind.ANSWERED, written)

    async def note_steps(self, subject: str) -> None:
        """Note that a person was shown the steps, in their open case; a failure is logged."""
        await self._note(subject, self._by_person(subject, CaseEventKind.STEPS))

    async def note_result(
        self, subject: str, found: CheckResult, ending: Ending | None = None
    ) -> None:
        """Note what a check found, in the person's open case; a failure is logged.

        `ending` is that of a sync before it.
        """
        diagnosis = found.diagnosis
        finding = CaseFinding(diagnosis.verdict, diagnosis.remedy, diagnosis.causes, ending)
        kind = CaseEventKind.CHECKED if ending is None else CaseEventKind.SYNCED
        at = found.readings.read_at
        await self._note(subject, CaseEvent(self.new_id(), kind, at, finding=finding))

    async def _note(self, subject: str, event: CaseEvent) -> None:
        try:
            await self.store.note(subject, event)
        except Exception as error:  # noqa: BLE001 - what the person asked for goes on
            _log.warning("case_not_noted", kind=event.kind, **where_it_broke(error))

    async def _add_by_person(
        self, message: UUID, reader: str, kind: CaseEventKind, words: str = ""
    ) -> bool:
        case = await self.store.of_message(message)
        if case is None or case.subject.casefold() != reader.casefold():
            return False
        return await self.store.add(case.id, self._by_person(reader, kind, words))

    def _by_person(self, person: str, kind: CaseEventKind, words: str = "") -> CaseEvent:
        return CaseEvent(self.new_id(), kind, self.now(), Actor.person(person), words=words)
