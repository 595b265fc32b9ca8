"""Tasks that go on after an answer was sent."""

import asyncio
from contextlib import suppress

from structlog.testing import capture_logs

from bot.core.background import Background, repeat, running


async def test_a_stop_waits_for_tasks_that_were_started() -> None:
    background, done = Background(), []

    async def work() -> None:
        await asyncio.sleep(0)
        done.append(1)

    background.start(work())
    await background.close(5)
    assert done == [1]


async def test_a_started_task_can_be_awaited() -> None:
    background, done = Background(), []

    async def work() -> None:
        done.append(1)

    await background.start(work())
    assert done == [1]


async def test_a_stop_also_waits_for_tasks_that_tasks_start() -> None:
    background, done = Background(), []

    async def rest() -> None:
        await asyncio.sleep(0.01)
        done.append(1)

    async def work() -> None:
        await asyncio.sleep(0)
        background.start(rest())

    background.start(work())
    await background.close(5)
    assert done == [1]


async def test_a_stop_does_not_wait_for_ever() -> None:
    background, stopped = Background(), []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            stopped.append(1)

    background.start(work())
    await background.close(0.01)
    assert stopped == [1]


async def test_a_failure_is_logged_without_its_message() -> None:
    async def work() -> None:
        raise RuntimeError("Alice Ames")

    background = Background()
    with capture_logs() as logged:
        background.start(work())
        await background.close(5)
    assert [line["event"] for line in logged] == ["background_work_failed"]
    assert logged[0]["error"] == "RuntimeError"
    assert "Alice" not in str(logged)


async def test_work_that_swallows_its_cancellation_is_not_repeated() -> None:
    begun = asyncio.Event()

    async def work() -> None:
        begun.set()
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()

    async with asyncio.timeout(5), running(repeat(work, every=60.0, sleep=asyncio.sleep)):
        await begun.wait()
