"""When messages pass the gate, and when they don't."""

import asyncio
from collections import deque
from dataclasses import dataclass, field

import pytest

from bot.outbox.gate import HEAD_START, LATENESS, MAX_CLOSED, TenantGate, gap
from bot.outbox.ports import BudgetUnreachable, Full, GateClosed, Priority, Reserved
from tests.teams.fakes import Time
from tests.waiting import until

AHEAD = 1000.0


@dataclass
class FakeSlots:
    """Gives the scripted slots, in seconds from now; its clock is far ahead of ours."""

    time: Time
    script: deque[float | Full | Exception] = field(default_factory=deque)
    asked: int = 0
    closed: list[float] = field(default_factory=list)
    answers: asyncio.Event = field(default_factory=asyncio.Event)
    reserved: list[int] = field(default_factory=list)

    async def reserve(self, gap: float, count: int = 1) -> Reserved:
        self.reserved.append(count)
        answer = await self.reserve_within(gap, 0)
        assert isinstance(answer, Reserved)
        return answer

    async def reserve_within(self, gap: float, seconds: float) -> Reserved | Full:
        self.asked += 1
        await self.answers.wait()
        answer = self.script.popleft() if self.script else 0.0
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Full):
            return answer
        return Reserved(AHEAD + self.time.now + answer, AHEAD + self.time.now)

    async def close(self, seconds: float) -> None:
        self.closed.append(seconds)


class Sleepy(Time):
    """Sleeps longer than asked, as often as `oversleeps` says."""

    oversleeps: deque[float]

    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds)
        self.now += self.oversleeps.popleft() if self.oversleeps else 0.0


@dataclass
class Scene:
    time: Sleepy
    slots: FakeSlots
    gate: TenantGate
    prepared: list[float] = field(default_factory=list)

    async def prepare(self) -> None:
        self.prepared.append(self.time.now)

    async def enter(self, priority: Priority) -> float:
        await self.gate.enter(priority, self.prepare)
        return self.time.now


@pytest.fixture
def scene() -> Scene:
    time = Sleepy(now=5.0)
    time.oversleeps = deque()
    slots = FakeSlots(time)
    slots.answers.set()
    gate = TenantGate(slots, 50, clock=time, sleep=time.sleep, answer_patience=0.01)
    return Scene(time, slots, gate)


both = pytest.mark.parametrize("priority", Priority)


@both
async def test_every_message_waits_for_its_own_slot(scene: Scene, priority: Priority) -> None:
    scene.slots.script.append(0.08)
    assert await scene.enter(priority) == pytest.approx(5.08)


@both
async def test_a_missed_slot_is_given_up_for_another(scene: Scene, priority: Priority) -> None:
    scene.slots.script.extend([0.01, 0.02])
    scene.time.oversleeps.append(LATENESS + 0.001)
    entered = await scene.enter(priority)
    assert scene.slots.asked == 2
    assert entered == pytest.approx(5.01 + LATENESS + 0.001 + 0.02)


@both
async def test_a_message_that_is_little_late_keeps_its_slot(
    scene: Scene, priority: Priority
) -> None:
    scene.slots.script.append(0.01)
    scene.time.oversleeps.append(LATENESS - 0.001)
    await scene.enter(priority)
    assert scene.slots.asked == 1


async def test_preparing_starts_before_the_slot(scene: Scene) -> None:
    scene.slots.script.append(0.08)
    await scene.enter(Priority.UNASKED)
    assert scene.prepared == [pytest.approx(5.08 - HEAD_START)]


async def test_a_message_is_prepared_once_though_it_missed_its_slot(scene: Scene) -> None:
    scene.time.oversleeps.append(1.0)
    scene.slots.script.append(0.02)
    await scene.enter(Priority.UNASKED)
    assert len(scene.prepared) == 1


async def test_preparing_for_too_long_misses_the_slot(scene: Scene) -> None:
    async def prepare() -> None:
        await scene.time.sleep(0.2)

    await scene.gate.enter(Priority.UNASKED, prepare)
    assert scene.slots.asked == 2


async def test_an_unasked_message_waits_while_no_slot_is_near(scene: Scene) -> None:
    scene.slots.script.extend([Full(2.0), 0.05])
    assert await scene.enter(Priority.UNASKED) == pytest.approx(7.05)


async def test_an_unasked_message_does_not_wait_for_a_gate_that_stays_closed(scene: Scene) -> None:
    scene.slots.script.append(Full(60.0))
    with pytest.raises(GateClosed) as closed:
        await scene.enter(Priority.UNASKED)
    assert closed.value.seconds == 60.0
    assert scene.prepared == []


async def test_an_unasked_message_does_not_pass_without_the_slot_store(scene: Scene) -> None:
    scene.slots.script.append(BudgetUnreachable())
    with pytest.raises(BudgetUnreachable):
        await scene.enter(Priority.UNASKED)
    assert scene.prepared == []


async def test_an_answer_passes_without_the_slot_store(scene: Scene) -> None:
    scene.slots.script.append(BudgetUnreachable())
    assert await scene.enter(Priority.INTERACTIVE) == 5.0


async def test_an_answer_does_not_wait_for_a_slot_store_that_hangs(scene: Scene) -> None:
    scene.slots.answers.clear()
    assert await scene.enter(Priority.INTERACTIVE) == 5.0


async def test_answers_that_come_while_the_store_is_asked_share_the_next_question(
    scene: Scene,
) -> None:
    scene.slots.script.extend([0.0, 1.0])
    scene.slots.answers.clear()
    first = asyncio.create_task(scene.enter(Priority.INTERACTIVE))
    await until(lambda: scene.slots.asked, every=0)
    others = [asyncio.create_task(scene.enter(Priority.INTERACTIVE)) for _ in range(4)]
    await asyncio.sleep(0)
    scene.slots.answers.set()
    entered = await asyncio.gather(first, *others)
    assert scene.slots.reserved == [1, 4]
    assert entered == pytest.approx([5.0, *(6.0 + number * gap(50) for number in range(4))])


async def test_an_answer_that_is_cancelled_leaves_the_others_their_slots(scene: Scene) -> None:
    first, cancelled, last = (
        asyncio.create_task(scene.enter(Priority.INTERACTIVE)) for _ in range(3)
    )
    await asyncio.sleep(0)
    cancelled.cancel()
    await asyncio.gather(first, last)
    assert cancelled.cancelled()


async def test_answers_that_share_a_question_to_a_store_that_hangs_all_pass(scene: Scene) -> None:
    scene.slots.answers.clear()
    entered = await asyncio.gather(*(scene.enter(Priority.INTERACTIVE) for _ in range(9)))
    assert entered == [5.0] * 9
    assert scene.slots.reserved == [9]


async def test_an_answer_passes_after_three_missed_slots(scene: Scene) -> None:
    scene.slots.script.extend([0.02] * 10)
    scene.time.oversleeps.extend([1.0] * 10)
    await scene.enter(Priority.INTERACTIVE)
    assert scene.slots.asked == 3


async def test_closing_reaches_all_processes_and_has_a_maximum(scene: Scene) -> None:
    await scene.gate.close(7.0)
    await scene.gate.close(86_400.0)
    assert scene.slots.closed == [7.0, MAX_CLOSED]


async def test_unasked_messages_ask_for_slots_one_at_a_time(scene: Scene) -> None:
    scene.slots.answers.clear()
    waiting = [asyncio.create_task(scene.enter(Priority.UNASKED)) for _ in range(5)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert scene.slots.asked == 1
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
