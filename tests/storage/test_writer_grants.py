from datetime import timedelta

import pytest

from bot.photos.capabilities import SYNC_SHAREPOINT, Capability
from bot.storage.database import Database
from bot.storage.writer_grants import WriterGrants
from tests.storage.test_effects import NOW

A_SECOND = timedelta(seconds=1)


@pytest.fixture
def grants(database: Database) -> WriterGrants:
    return WriterGrants(database)


async def test_before_a_worker_has_published_nothing_may_be_written(grants: WriterGrants) -> None:
    assert await grants.found_since(NOW) == frozenset()


async def test_published_capabilities_count_while_they_are_recent(grants: WriterGrants) -> None:
    await grants.publish(SYNC_SHAREPOINT, NOW)
    assert await grants.found_since(NOW - A_SECOND) == SYNC_SHAREPOINT
    assert await grants.found_since(NOW) == frozenset()


async def test_the_last_publication_counts(grants: WriterGrants) -> None:
    less = frozenset({Capability.WRITE_SHAREPOINT_FILES})
    await grants.publish(SYNC_SHAREPOINT, NOW)
    await grants.publish(less, NOW + A_SECOND)
    assert await grants.found_since(NOW) == less


async def test_a_capability_that_is_unknown_here_is_ignored(
    database: Database, grants: WriterGrants
) -> None:
    await grants.publish(SYNC_SHAREPOINT, NOW)
    async with database.connection() as connection:
        await connection.execute("update writer_grant set capabilities = '{fly,write_own}'")
    assert await grants.found_since(NOW - A_SECOND) == frozenset()
