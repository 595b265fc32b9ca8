"""One registration reads and another writes, in this process or in a worker."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.photos.capabilities import SYNC_SHAREPOINT, Capability
from bot.use_cases.writer import (
    GONE_AFTER,
    HAVE_SYNCED,
    Publish,
    ReaderAndWriter,
    WriterElsewhere,
)
from tests.photos.examples import EVERYTHING, NOTHING, READ_AT
from tests.use_cases.fakes import FakeCapabilities

READS = frozenset(
    {
        Capability.READ_ACCOUNT,
        Capability.READ_MICROSOFT_365_PHOTO,
        Capability.READ_SHAREPOINT_PROFILE,
        Capability.READ_SHAREPOINT_FILES,
    }
)
WRITES = SYNC_SHAREPOINT | {Capability.WRITE_MICROSOFT_365_PHOTO}


@dataclass
class FakeGrants:
    granted: frozenset[Capability] = NOTHING
    at: datetime = READ_AT

    async def publish(self, granted: frozenset[Capability], at: datetime) -> None:
        self.granted, self.at = granted, at

    async def found_since(self, moment: datetime) -> frozenset[Capability]:
        return self.granted if self.at > moment else NOTHING


def elsewhere(grants: FakeGrants, reader: frozenset[Capability] = READS) -> WriterElsewhere:
    return WriterElsewhere(FakeCapabilities(reader), grants, lambda: READ_AT)


async def test_the_writer_lends_its_writing_and_not_its_reading() -> None:
    both = ReaderAndWriter(FakeCapabilities(READS), FakeCapabilities(EVERYTHING))
    assert await both.granted() == READS | WRITES


async def test_a_writer_that_was_granted_nothing_takes_nothing_away() -> None:
    both = ReaderAndWriter(FakeCapabilities(EVERYTHING), FakeCapabilities(NOTHING))
    assert await both.granted() == EVERYTHING


async def test_a_worker_elsewhere_can_be_asked_for_repairs_and_writes_nothing_here() -> None:
    worker = elsewhere(FakeGrants(WRITES))
    assert await worker.granted() == HAVE_SYNCED
    assert await ReaderAndWriter(worker.reader, worker).granted() == READS | HAVE_SYNCED


async def test_a_worker_that_may_repair_in_part_is_not_asked() -> None:
    some = frozenset({Capability.WRITE_SHAREPOINT_FILES})
    assert await elsewhere(FakeGrants(some)).granted() == NOTHING


async def test_a_worker_that_has_not_published_lately_is_not_asked() -> None:
    gone = FakeGrants(WRITES, READ_AT - GONE_AFTER)
    assert await elsewhere(gone).granted() == NOTHING
    here = replace(gone, at=gone.at + timedelta(seconds=1))
    assert await elsewhere(here).granted() == HAVE_SYNCED


async def test_a_process_that_may_sync_asks_no_worker() -> None:
    assert await elsewhere(FakeGrants(WRITES), EVERYTHING).granted() == NOTHING


async def test_a_worker_publishes_what_it_may_write_and_when_it_found_out() -> None:
    grants = FakeGrants(at=READ_AT - timedelta(days=1))
    await Publish(FakeCapabilities(READS | WRITES), grants, lambda: READ_AT)()
    assert (grants.granted, grants.at) == (WRITES, READ_AT)


async def test_a_worker_that_may_write_nothing_publishes_nothing() -> None:
    grants = FakeGrants(WRITES)
    await Publish(FakeCapabilities(READS), grants, lambda: READ_AT + GONE_AFTER)()
    assert (grants.granted, grants.at) == (WRITES, READ_AT)
