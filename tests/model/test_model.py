from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.model.__main__ import replay
from tests.model.company import open_company
from tests.model.every_state import every_state
from tests.model.judge import failures, false_claims
from tests.model.play import Played, players
from tests.model.state import PARTS, State, number_of, state_of

Play = Callable[[State], Awaitable[Played]]

pytestmark = pytest.mark.asyncio(loop_scope="session")

ANY_STATE = st.builds(State, **{name: st.sampled_from(each) for name, each in PARTS.items()})
STATES = st.one_of(st.sampled_from(every_state()), ANY_STATE)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def play(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Play]:
    """A function, because Hypothesis prints in full whatever else a test is given."""
    folder = tmp_path_factory.mktemp("model")
    async with open_company(folder) as company, players(company) as table:

        async def play(state: State) -> Played:
            return await table.play(state)

        yield play


@pytest.mark.timeout(600)
@settings(derandomize=True, database=None)
@given(state=STATES)
async def test_what_is_said_of_any_state_is_true_and_leads_where_it_can(
    play: Play, state: State
) -> None:
    played = await play(state)
    assert not [*false_claims(state, played), *failures(state, played)], replay(state)


@given(state=ANY_STATE)
@settings(derandomize=True, database=None)
async def test_every_state_has_a_number(state: State) -> None:
    assert state_of(number_of(state)) == state
