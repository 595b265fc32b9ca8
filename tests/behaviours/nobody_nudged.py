"""Rows of a company that has no messages about photo changes."""

from datetime import datetime
from uuid import UUID

from bot.core.lease import Lease
from bot.nudges.ports import About, Due, Hold, NudgeRow, Outcome


class NoChanges:
    async def claim(self, lease: Lease, now: datetime, most: int) -> list[Due]:
        return []

    async def renew(self, lease: Lease) -> None:
        pass

    async def release(self, owner: str) -> None:
        pass

    async def wait(self, due: Due, until: datetime, outcome: Outcome, because: str | None) -> bool:
        return False

    async def end(self, due: Due, outcome: Outcome, because: str | None, now: datetime) -> bool:
        return False

    async def nudge(self, due: Due, nudge: NudgeRow, outcome: Outcome, until: datetime) -> bool:
        return False

    async def count(self, due: Due, *, arrived: bool, now: datetime) -> bool:
        return False

    async def put_off(self, subject: str, until: datetime) -> None:
        pass

    async def hasten(self, reader: str, now: datetime) -> None:
        pass

    async def settle(self, change_id: UUID, now: datetime) -> None:
        pass


class NoNudges:
    async def add(self, nudge: NudgeRow) -> None:
        pass

    async def about(self, nudge_id: UUID) -> About | None:
        return None

    async def latest_of(self, subject: str) -> NudgeRow | None:
        return None

    async def claim_week(
        self, reader: str, nudge_id: UUID, now: datetime, latest: datetime
    ) -> bool:
        return False

    async def note_sync(self, nudge_id: UUID, ending: str | None) -> None:
        pass

    async def note_card(self, nudge_id: UUID, card_id: UUID, now: datetime) -> None:
        pass

    async def of_card(self, card_id: UUID) -> NudgeRow | None:
        return None

    async def look(self, nudge_id: UUID, now: datetime, latest: datetime) -> bool:
        return False

    async def claim_looks(self, now: datetime, latest: datetime, most: int) -> list[NudgeRow]:
        return []

    async def let_go(self, nudge_id: UUID, settled_at: datetime | None = None) -> None:
        pass

    async def let_go_of(self, subject: str) -> None:
        pass

    async def of_reference(self, reference: str, subject: str) -> NudgeRow | None:
        return None


class NoPresses:
    async def note_press(self, card: UUID, reader: str, now: datetime, *, automatic: bool) -> None:
        pass


class NoHold:
    async def get(self) -> Hold:
        return Hold()

    async def note_changes(self, limit: int, now: datetime) -> Hold:
        return Hold()

    async def pause(self, now: datetime) -> None:
        pass

    async def resume(self) -> None:
        pass

    async def release(self, now: datetime) -> None:
        pass
