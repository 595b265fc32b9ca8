"""Names are asked for once in five minutes."""

import pytest

from bot.core.failures import FailureReason, ServiceFailure
from bot.helpdesk.kept_names import KEPT_SECONDS, KeptNames
from tests.helpdesk.fakes import AMARA, BEN, OSKAR, FakeNames
from tests.m365.fakes import FakeTime


async def test_only_those_that_are_missing_are_asked_for() -> None:
    graph, time = FakeNames({AMARA: "Amara", BEN: "Ben"}), FakeTime()
    kept = KeptNames(graph, time.clock)
    assert await kept.of([AMARA, OSKAR]) == {AMARA: "Amara"}
    assert await kept.of([AMARA, BEN]) == {AMARA: "Amara", BEN: "Ben"}
    graph.error = ServiceFailure("graph", FailureReason.UNAVAILABLE)
    assert await kept.of([BEN, AMARA]) == {AMARA: "Amara", BEN: "Ben"}
    # Who has no name may get one.
    with pytest.raises(ServiceFailure):
        await kept.of([OSKAR])
    graph.error, graph.names = None, {AMARA: "Amara Okafor"}
    await time.sleep(KEPT_SECONDS + 1)
    assert await kept.of([AMARA, BEN]) == {AMARA: "Amara Okafor"}
