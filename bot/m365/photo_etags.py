"""The etags of many people's photos, twenty to a request (docs/photo-sync.md, "Limits").

Each part is throttled by itself. Parts that have to be asked again are put into new batches
together, so that they cost few requests.
"""

import asyncio
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from bot.core.failures import PASSING, FailureReason, ServiceFailure
from bot.http.adaptive_limit import AdaptiveLimit
from bot.m365 import permissions, photo
from bot.m365.batch import batch
from bot.m365.graph import user_path
from bot.m365.http import Http, Request, Response
from bot.watch.notice import NO_PHOTO
from bot.watch.ports import BATCH, EtagsRead

# Outlook's service runs four requests of an app at a time, and more would only queue there.
CONCURRENCY = 4
# One person's photo can break a whole batch: who was in it is then asked among fewer.
AMONG_FEWER = {BATCH: 5, 5: 1, 1: 1}
MAX_ATTEMPTS = 5
# A person who has to wait for longer is left to the next sweep.
MAX_WAIT_SECONDS = 120.0
MAX_PAUSE_SECONDS = 30.0
# So many rounds in which no request was answered: the service is away.
FRUITLESS_ROUNDS = 2

_REQUEST = Request("graph", "", needs=permissions.READ_PHOTOS)
_USER_MISSING = "Request_ResourceNotFound"


@dataclass(frozen=True)
class _Turn:
    """When a person may be asked next, and among how many."""

    due: float = float("-inf")
    among: int = BATCH
    attempts: int = 0


@dataclass(frozen=True)
class _Answer:
    """What one batch gave: readings by subject, or why it failed as a whole."""

    readings: Mapping[str, str | ServiceFailure]
    failed: bool = False


@dataclass
class _Found:
    etags: dict[str, str] = field(default_factory=dict)
    unread: dict[str, ServiceFailure] = field(default_factory=dict)
    requests: int = 0
    fruitless: int = 0


class GraphPhotoEtags:
    """Implements bot.watch.ports.PhotoEtags; all that is read through it shares one limit.

    `http` must not repeat requests by itself.
    """

    def __init__(self, http: Http, address: str, limit: AdaptiveLimit | None = None) -> None:
        self._http = http
        self._address = address.rstrip("/").removesuffix("/v1.0")
        self._limit = limit or AdaptiveLimit(CONCURRENCY)

    async def read(self, subjects: Sequence[str]) -> EtagsRead:
        """Read etags in rounds, until nobody is left who has to be asked again."""
        turns = dict.fromkeys(subjects, _Turn())
        found = _Found()
        while turns:
            await self._wait_for(min(turn.due for turn in turns.values()))
            await self._round(turns, found)
        return EtagsRead(found.etags, found.unread, found.requests)

    async def _wait_for(self, due: float) -> None:
        pause = due - self._http.retries.clock()
        if pause > 0:
            await self._http.retries.sleep(pause)

    async def _round(self, turns: dict[str, _Turn], found: _Found) -> None:
        """Ask for everybody who is due, and take those who are settled out of `turns`."""
        now = self._http.retries.clock()
        due = {subject: turn for subject, turn in turns.items() if turn.due <= now}
        answers = await asyncio.gather(*(self._ask(subjects) for subjects in _batches(due)))
        found.requests += len(answers)
        fruitless = all(answer.failed for answer in answers)
        found.fruitless = found.fruitless + 1 if fruitless else 0
        # A single batch may fail because of one person in it.
        is_away = found.fruitless >= FRUITLESS_ROUNDS and len(answers) > 1
        # The same for everybody, so that who has to be asked again is asked together.
        now, chance = self._http.retries.clock(), self._http.retries.random()
        for answer in answers:
            for subject, reading in answer.readings.items():
                turn = turns.pop(subject)
                if isinstance(reading, str):
                    found.etags[subject] = reading
                elif is_away or not (later := _later(turn, reading, answer.failed, now, chance)):
                    found.unread[subject] = reading
                else:
                    turns[subject] = later

    async def _ask(self, subjects: Sequence[str]) -> _Answer:
        paths = {subject: f"{user_path(subject)}/photo" for subject in subjects}
        async with self._limit.slot() as slot:
            try:
                parts = await batch(self._http, self._address, paths)
            except ServiceFailure as failure:
                if failure.why in {FailureReason.TIMED_OUT, FailureReason.UNAVAILABLE}:
                    self._limit.timed_out(slot)
                return _Answer(dict.fromkeys(subjects, failure), failed=True)
            readings = {subject: _reading(part) for subject, part in parts.items()}
            if _overloads(readings.values()):
                self._limit.timed_out(slot)
            else:
                await self._limit.succeeded()
        return _Answer(readings)


def _later(
    turn: _Turn, failure: ServiceFailure, whole: bool, now: float, chance: float
) -> _Turn | None:
    """Return when to ask for a person again, None where that would not help."""
    broken = whole and failure.why in {FailureReason.UNEXPECTED, FailureReason.REJECTED}
    if turn.attempts + 1 >= MAX_ATTEMPTS or (broken and turn.among == 1):
        return None
    if not broken and failure.why not in PASSING:
        return None
    backoff = chance * min(MAX_PAUSE_SECONDS, 2.0**turn.attempts)
    pause = backoff if failure.retry_after is None else failure.retry_after
    if pause > MAX_WAIT_SECONDS:
        return None
    # A batch that breaks at once is split at once. Time-outs mostly have other causes.
    throttled = failure.why is FailureReason.THROTTLED
    split = broken or (whole and turn.attempts > 0 and not throttled)
    return _Turn(
        due=now + (0.0 if broken else pause),
        among=AMONG_FEWER[turn.among] if split else turn.among,
        attempts=turn.attempts + 1,
    )


def _batches(due: Mapping[str, _Turn]) -> Iterator[Sequence[str]]:
    """Split people into batches, among no more than each is to be asked with."""
    by_size = sorted(due, key=lambda subject: due[subject].among)
    for size, group in groupby(by_size, key=lambda subject: due[subject].among):
        yield from _chunks(group, size)


def _chunks(subjects: Iterable[str], size: int) -> Iterator[Sequence[str]]:
    listed = list(subjects)
    for start in range(0, len(listed), size):
        yield listed[start : start + size]


def _reading(part: Response) -> str | ServiceFailure:
    """Return the etag, empty where there is no photo, or why nothing was learnt."""
    if part.status == 0:
        return ServiceFailure("graph", FailureReason.UNAVAILABLE, code="part_missing")
    # The directory has named the person, so "not found" is about the photo.
    if photo.says_none(part) and part.code != _USER_MISSING:
        return NO_PHOTO
    if not part.ok:
        return part.failure(_REQUEST)
    facts = photo.metadata_in(part)
    if photo.is_one_pixel(facts):
        return NO_PHOTO
    etag = photo.etag_in(facts)
    return etag or ServiceFailure("graph", FailureReason.UNEXPECTED, code="no_etag")


def _overloads(readings: Collection[str | ServiceFailure]) -> bool:
    """Tell whether a batch asked too much: a part timed out, or a quarter was throttled.

    UNVERIFIED whether four parts at a time are allowed for each application or each mailbox
    (docs/photo-sync.md, U20).
    """
    reasons = [each.why for each in readings if isinstance(each, ServiceFailure)]
    throttled = reasons.count(FailureReason.THROTTLED)
    return FailureReason.TIMED_OUT in reasons or throttled > len(readings) / 4
