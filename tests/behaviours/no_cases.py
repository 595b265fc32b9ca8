"""Rows of a company whose helpdesk asks nobody."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from bot.core.lease import Lease
from bot.helpdesk.case import Case
from bot.helpdesk.following import Following, Unfollowed
from bot.helpdesk.ports import CaseFilter, UnsentCase
from bot.helpdesk.standing import CaseEvent
from bot.use_cases.audit import Effect, EffectWithResult


class NoCases:
    async def open(self, case: Case) -> Case:
        raise NotImplementedError

    async def add(self, case_id: UUID, event: CaseEvent) -> bool:
        return False

    async def note(self, subject: str, event: CaseEvent) -> None:
        pass

    async def give(
        self, case_id: UUID, event: CaseEvent, agent: str, *, if_left: bool = False
    ) -> bool:
        return False

    async def leave(self, agent: str, now: datetime) -> None:
        pass

    async def end(self, case_id: UUID, event: CaseEvent) -> bool:
        return False

    async def get(self, case_id: UUID) -> Case | None:
        return None

    async def of_reference(self, reference: str) -> Case | None:
        return None

    async def of_request(self, request_id: UUID) -> Case | None:
        return None

    async def of_message(self, message_id: UUID) -> Case | None:
        return None

    async def latest_of(self, subject: str) -> Case | None:
        return None

    async def listed(self, wanted: CaseFilter) -> list[Case]:
        return []

    async def count(self, wanted: CaseFilter) -> int:
        return 0

    async def unsent(self, most: int) -> list[UnsentCase]:
        return []

    async def overdue(self, now: datetime, most: int) -> list[Case]:
        return []

    async def agents(self) -> list[str]:
        return []


class NoFollowings:
    async def open(self, following: Following) -> Following:
        raise NotImplementedError

    async def replace(self, former: UUID, following: Following) -> bool:
        return False

    async def get(self, following_id: UUID) -> Following | None:
        return None

    async def version(self, case_id: UUID) -> str:
        raise NotImplementedError

    async def take(self, following_id: UUID, lease: Lease, now: datetime) -> bool:
        return False

    async def renew(self, following_id: UUID, lease: Lease) -> bool:
        return False

    async def release(self, following_id: UUID, owner: str) -> None:
        pass

    async def claim_outdated(
        self, lease: Lease, now: datetime, written_before: datetime, most: int
    ) -> list[Following]:
        return []

    async def note(
        self, following_id: UUID, owner: str, card: UUID, shown: str | None, now: datetime
    ) -> bool:
        return False

    async def doubt(self, following_id: UUID) -> None:
        pass

    async def begin(self, following_id: UUID, card: UUID, now: datetime) -> bool:
        return True

    async def move(self, following_id: UUID, card: UUID, now: datetime) -> None:
        pass

    async def end(self, following_id: UUID, now: datetime) -> None:
        pass

    async def unfollowed(self, most: int) -> list[Unfollowed]:
        return []

    async def unposted(self, most: int) -> list[Following]:
        return []

    async def came_later(self, reasons: Collection[str], most: int) -> list[Following]:
        return []


class NoAgentActs:
    async def of_write(self, effect_id: UUID) -> list[EffectWithResult]:
        return []

    async def untold(self, kind: str, most: int) -> list[Effect]:
        return []
