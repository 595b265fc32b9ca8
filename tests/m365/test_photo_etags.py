from itertools import count

import aiohttp
import pytest

from bot.core.failures import FailureReason
from bot.http.adaptive_limit import AdaptiveLimit
from bot.http.retry import Bounds, Retries
from bot.m365.http import Http
from bot.m365.photo_etags import CONCURRENCY, GraphPhotoEtags
from tests.m365.fakes import FakeTime, FakeTokens, Reply, Service
from tests.m365.photo_batches import BATCH, ONE_PIXEL, PhotoBatches, refused, with_photo

THROTTLED = Reply(429, headers={"Retry-After": "20"})
NOT_JSON = Reply(200, b"<html>oops</html>")


@pytest.fixture
def retries(time: FakeTime) -> Retries:
    """Requests are not repeated by the client: that is decided person by person."""
    return Retries(Bounds(attempts=1), sleep=time.sleep, random=lambda: 1.0, clock=time.clock)


@pytest.fixture
def batches(service: Service) -> PhotoBatches:
    batches = PhotoBatches({each: with_photo(each) for each in everybody(500)})
    service.answer(BATCH, batches)
    return batches


@pytest.fixture
def limit() -> AdaptiveLimit:
    return AdaptiveLimit(CONCURRENCY)


@pytest.fixture
def etags(http: Http, service: Service, limit: AdaptiveLimit) -> GraphPhotoEtags:
    return GraphPhotoEtags(http, service.address, limit)


def everybody(number: int) -> list[str]:
    return [f"p{each:03}" for each in range(number)]


async def test_twenty_people_take_one_request(
    etags: GraphPhotoEtags, batches: PhotoBatches
) -> None:
    people = everybody(500)
    read = await etags.read(people)
    assert read.etags == {each: each for each in people}
    assert (read.unread, read.requests) == ({}, 25)
    assert len(batches.asked) == 25
    assert 1 < batches.most <= CONCURRENCY


@pytest.mark.parametrize(
    "part",
    [
        refused(404, "ImageNotFound"),
        refused(404, "ErrorItemNotFound"),
        {"status": 404, "body": "ImageNotFoundException was thrown."},
        {"status": 404},
        {"status": 204},
        {"status": 200, "body": ONE_PIXEL},
        refused(403, "MailboxNotEnabledForRESTAPI"),
    ],
)
async def test_no_photo_has_many_shapes(
    etags: GraphPhotoEtags, batches: PhotoBatches, part: dict[str, object]
) -> None:
    batches.photos["p000"] = part
    assert (await etags.read(["p000", "p001"])).etags == {"p000": "", "p001": "p001"}


@pytest.mark.parametrize(
    ("part", "code"),
    [
        (refused(404, "Request_ResourceNotFound"), "Request_ResourceNotFound"),
        (refused(401, "AuthenticationError"), "AuthenticationError"),
        (refused(403, "ErrorAccessDenied"), "ErrorAccessDenied"),
        ({"status": 200, "body": {}}, "no_etag"),
        ({"status": 200, "body": "@@"}, "no_etag"),
    ],
)
async def test_nothing_is_learnt_of_somebody_who_is_refused(
    etags: GraphPhotoEtags, batches: PhotoBatches, part: dict[str, object], code: str
) -> None:
    batches.photos["p000"] = part
    read = await etags.read(["p000", "p001"])
    assert read.etags == {"p001": "p001"}
    assert read.unread["p000"].code == code


async def test_a_refusal_names_the_permission(
    etags: GraphPhotoEtags, batches: PhotoBatches
) -> None:
    batches.photos["p000"] = refused(403, "Authorization_RequestDenied")
    [failure] = (await etags.read(["p000"])).unread.values()
    assert failure.permission == "ProfilePhoto.Read.All"


async def test_each_part_waits_for_as_long_as_it_was_asked_to(
    etags: GraphPhotoEtags, batches: PhotoBatches, time: FakeTime
) -> None:
    batches.parts = {
        "p001": [refused(429, Retry_After="5")],
        "p002": [refused(429, Retry_After="60")],
        "p003": [refused(503, Retry_After="5"), refused(429, Retry_After="5")],
    }
    read = await etags.read(everybody(20))
    assert len(read.etags) == 20
    assert batches.asked[1:] == [["p001", "p003"], ["p003"], ["p002"]]
    assert time.slept == [5, 5, 50]


async def test_throttled_people_of_several_batches_are_asked_again_together(
    etags: GraphPhotoEtags, batches: PhotoBatches
) -> None:
    throttled = everybody(500)[::25]
    batches.parts = {each: [refused(429, Retry_After="3")] for each in throttled}
    read = await etags.read(everybody(500))
    assert len(read.etags) == 500
    assert read.requests == 26
    assert sorted(batches.asked[-1]) == throttled


async def test_a_batch_that_timed_out_is_asked_for_as_a_whole_again(
    session: aiohttp.ClientSession, service: Service, batches: PhotoBatches, time: FakeTime
) -> None:
    # A clock moves between two looks at it, and chance gives another number each time.
    moving, chance = count(), iter(range(1, 1000))
    retries = Retries(
        Bounds(attempts=1),
        sleep=time.sleep,
        random=lambda: next(chance) / 1000,
        clock=lambda: time.now + next(moving) / 1e6,
    )
    http = Http(session, FakeTokens(), retries, allowed=lambda _: True)
    replies = [Reply(504), Reply(504)]
    batches.whole = lambda _: replies.pop() if replies else None
    read = await GraphPhotoEtags(http, service.address).read(everybody(60))
    assert len(read.etags) == 60
    assert [len(ids) for ids in batches.asked] == [20] * 5


async def test_somebody_who_would_have_to_wait_long_is_left_out(
    etags: GraphPhotoEtags, batches: PhotoBatches, time: FakeTime
) -> None:
    batches.parts = {"p000": [refused(429, Retry_After="3000")]}
    read = await etags.read(everybody(2))
    assert read.etags == {"p001": "p001"}
    assert read.unread["p000"].why is FailureReason.THROTTLED
    assert time.slept == []


async def test_a_batch_that_is_throttled_as_a_whole_waits_too(
    etags: GraphPhotoEtags, batches: PhotoBatches, time: FakeTime, limit: AdaptiveLimit
) -> None:
    replies = [THROTTLED]
    batches.whole = lambda _: replies.pop() if replies else None
    assert len((await etags.read(everybody(20))).etags) == 20
    assert time.slept == [20]
    assert [len(ids) for ids in batches.asked] == [20, 20]


@pytest.mark.parametrize("answer", [NOT_JSON, Reply(400, {"error": {"code": "BadRequest"}})])
async def test_one_person_who_breaks_a_batch_is_asked_singly(
    etags: GraphPhotoEtags, batches: PhotoBatches, answer: Reply
) -> None:
    batches.whole = lambda ids: answer if "p007" in ids else None
    read = await etags.read(everybody(500))
    assert set(read.etags) == {*everybody(500)} - {"p007"}
    assert list(read.unread) == ["p007"]
    assert ["p007"] in batches.asked
    assert read.requests == 25 + 4 + 5


async def test_one_person_whose_photo_makes_a_batch_stall_is_found(
    etags: GraphPhotoEtags, batches: PhotoBatches
) -> None:
    batches.whole = lambda ids: Reply(504) if "p007" in ids else None
    read = await etags.read(everybody(20))
    assert set(read.etags) == {*everybody(20)} - {"p007"}


async def test_time_outs_let_fewer_run_at_a_time_and_successes_more_again(
    etags: GraphPhotoEtags, batches: PhotoBatches, limit: AdaptiveLimit
) -> None:
    stalled = iter(range(3))
    bounds = []

    def whole(_: list[str]) -> Reply | None:
        bounds.append(limit.limit)
        return Reply(504) if len(bounds) > 8 and next(stalled, None) is not None else None

    batches.whole = whole
    assert len((await etags.read(everybody(500))).etags) == 500
    assert bounds[0] == CONCURRENCY
    assert min(bounds) < CONCURRENCY
    for _ in range(2):
        await etags.read(everybody(500))
    assert limit.limit == CONCURRENCY


async def test_a_part_that_timed_out_slows_down_as_well(
    etags: GraphPhotoEtags, batches: PhotoBatches, limit: AdaptiveLimit
) -> None:
    batches.parts = {"p000": [refused(504)]}
    assert len((await etags.read(everybody(20))).etags) == 20
    assert limit.limit == CONCURRENCY // 2


async def test_a_batch_of_which_much_is_throttled_slows_down_as_well(
    etags: GraphPhotoEtags, batches: PhotoBatches, limit: AdaptiveLimit
) -> None:
    batches.parts = {each: [refused(429, Retry_After="1")] for each in everybody(5)}
    assert len((await etags.read(everybody(20))).etags) == 20
    assert limit.limit == CONCURRENCY
    batches.parts = {each: [refused(429, Retry_After="1")] for each in everybody(6)}
    assert len((await etags.read(everybody(20))).etags) == 20
    assert limit.limit == CONCURRENCY // 2


async def test_a_service_that_is_away_is_given_up_soon(
    etags: GraphPhotoEtags, batches: PhotoBatches
) -> None:
    batches.whole = lambda _: Reply(504)
    read = await etags.read(everybody(500))
    assert len(read.unread) == 500
    assert read.requests == 50


async def test_a_service_that_refuses_everything_is_asked_once(
    etags: GraphPhotoEtags, batches: PhotoBatches, tokens: FakeTokens
) -> None:
    batches.whole = lambda _: Reply(403, {"error": {"code": "Authorization_RequestDenied"}})
    read = await etags.read(everybody(40))
    assert {failure.why for failure in read.unread.values()} == {FailureReason.NOT_PERMITTED}
    assert read.requests == 2


async def test_a_service_that_answers_nonsense_to_everything_is_given_up_soon(
    etags: GraphPhotoEtags, batches: PhotoBatches
) -> None:
    batches.whole = lambda _: NOT_JSON
    read = await etags.read(everybody(500))
    assert len(read.unread) == 500
    assert read.requests <= 25 + 500 / 5
