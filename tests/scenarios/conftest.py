import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio

from simulation.channel.conversations import Conversation
from tests.postgres import TEMPLATE, database_like
from tests.scenarios.bot_process import BotProcess, bot_process, connect, settings_for
from tests.scenarios.chat import Chat
from tests.scenarios.company import Company, open_company
from tests.scenarios.leaks import assert_tells_nothing
from tests.scenarios.overheard import Overheard, overhearing, shared_conversations

ChatOf = Callable[[str], Chat]


@asynccontextmanager
async def bot_in_front(
    company: Company, database: str, app: str = "writer", *, is_forked: bool = True, **more: str
) -> AsyncIterator[BotProcess]:
    """A bot with what this application was granted; what it logged is searched at the end."""
    settings = settings_for(company.simulation, app) | {"DATABASE_URL": database, **more}
    async with bot_process(settings, is_forked=is_forked) as running:
        connect(company.simulation, running)
        await open_chats(company)
        yield running
        assert await running.stop() == 0
    assert_tells_nothing(running, company)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def served(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Company]:
    """The company, with everybody's chat open; served once for a module."""
    async with open_company(tmp_path_factory.mktemp("company")) as company:
        yield company


@pytest.fixture
def company(served: Company) -> Iterator[Company]:
    """The company as it was at the start."""
    served.reset()
    yield served
    served.reset()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def database_address(postgres: str) -> AsyncIterator[str]:
    """A migrated, empty database for one module."""
    async with database_like(TEMPLATE, postgres) as url:
        yield url


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bot(served: Company, database_address: str) -> AsyncIterator[BotProcess]:
    """The bot in front of the company."""
    async with bot_in_front(served, database_address) as running:
        yield running


@pytest.fixture
def chat_of(company: Company, bot: BotProcess) -> ChatOf:
    """Anybody's chat with the bot."""
    return lambda person: personal_chat(company, person)


@pytest.fixture(params=["group", "channel"])
def where(request: pytest.FixtureRequest, company: Company, bot: BotProcess) -> Conversation:
    """A conversation that several people read."""
    group, channel = shared_conversations(company)
    return group if request.param == "group" else channel


@pytest.fixture
def overheard(company: Company) -> Iterator[Overheard]:
    """Every byte that goes where others read, searched when the test is done."""
    with overhearing(company) as overheard:
        yield overheard


@pytest.fixture
def there(company: Company, where: Conversation) -> ChatOf:
    """Anybody in this conversation of several people."""
    return lambda person: Chat(company.simulation.channel.channel, person, where)


def personal_chat(company: Company, person: str) -> Chat:
    channel = company.simulation.channel.channel
    return Chat(channel, person, channel.client.conversations.personal(person))


async def open_chats(company: Company) -> None:
    """Let everybody look at their chat, which installs the bot there."""
    people = company.simulation.tenant.people
    await asyncio.gather(*(personal_chat(company, person).open() for person in people))
