"""What a killed process left is taken up by the next one within ten seconds of the kill."""

import asyncio
from time import monotonic

import pytest

from tests.scenarios.conftest import open_chats
from tests.scenarios.due import let_promises_fall_due, until_nothing_is_promised
from tests.scenarios.test_promises import Deployment, deployment
from tests.simulation.world import BEN, CHIARA

__all__ = ["deployment"]

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.slow,
    pytest.mark.timeout(240),
]

WITHIN_SECONDS = 10.0


async def test_a_worker_that_runs_tells_what_a_killed_one_was_about_to_tell(
    deployment: Deployment,
) -> None:
    company = deployment.company
    async with deployment.running("serve", "--no-worker"), deployment.running("worker") as first:
        await open_chats(company)
        await deployment.promised(BEN)
        looking = company.hold(route=r"\$batch", person=BEN)
        await let_promises_fall_due(deployment.url)
        await looking.reached.wait()
        async with deployment.running("worker"):
            await first.kill()
            killed = monotonic()
            looking.released.set()
            await until_nothing_is_promised(deployment.url)
            assert monotonic() - killed < WITHIN_SECONDS
    assert len(deployment.kept(BEN)) == 1


@pytest.mark.parametrize("next_process", [("serve",), ("worker",)], ids=["bot", "worker"])
async def test_a_process_that_starts_finishes_the_card_of_a_killed_one(
    deployment: Deployment, next_process: tuple[str, ...]
) -> None:
    company = deployment.company
    async with deployment.running() as first:
        await open_chats(company)
        looking = company.hold(route=r"\$batch", person=CHIARA)
        waiting = await deployment.chat(CHIARA).ask()
        assert waiting.is_waiting
        await first.kill()
        looking.released.set()
    async with deployment.running(*next_process):
        async with asyncio.timeout(WITHIN_SECONDS):
            finished = await deployment.chat(CHIARA).replaced(waiting)
        assert finished.has_next_step
