"""What goes wrong during a soak: every kind of fault in turn, each for a while."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any

import psutil

from bench.processes import NotMeasured
from bench.soak.ledger import Ledger
from bench.soak.replicas import Replica
from bench.soak.verdicts import Trouble, note
from simulation.channel.faults import Fault as ChannelFault
from simulation.faults import Fault, Kind
from tests.scenarios.company import Company
from tests.storage.processes import postgres_processes, postmasters

ALL, NONE = "all", "none"
# Between two faults; what is flat is measured in this time.
QUIET_SECONDS = 20.0
# A burst is over before a bounded retry gives up (`bot/http/retry.py`).
BURST_EVERY_SECONDS = 4.0
BURST_CALLS = 3
# Longer than anybody has to wait.
STALL_SECONDS = 30.0
DELAY_SECONDS = 15.0
USUAL_SECONDS = 10.0
FOR_EVER = 1_000_000
REPLICA_AWAY_SECONDS = 5.0

On = Callable[[], AbstractAsyncContextManager[None]]


@dataclass(frozen=True)
class Disturbance:
    """One kind of fault.

    Attributes:
        on: a context in which it is on.
        seconds: how long it stays.
        trouble: what it excuses; its times are filled in.
        lingers: how long it holds calls, in seconds, that came just before its end.
    """

    name: str
    on: On
    seconds: float
    trouble: Trouble
    lingers: float = 0.0


@dataclass
class Disturbances:
    """Everything that can be made to go wrong with a company, its channel and its bot."""

    company: Company
    postgres: Path
    victim: Replica
    ledger: Ledger
    now: Callable[[], float] = monotonic
    current: str = ""
    ended: float = field(default=float("-inf"))

    @property
    def is_quiet(self) -> bool:
        """Whether no fault is on, nor has just ended."""
        return not self.current and self.now() - self.ended > QUIET_SECONDS / 2

    async def keep_on(self, kinds: list[Disturbance], random: Random, until: float) -> None:
        """Switch all kinds on in turn, in an order by chance each time, until this moment."""
        while kinds:
            for kind in random.sample(kinds, len(kinds)):  # nosec B311 # keeps no secret
                await asyncio.sleep(QUIET_SECONDS)
                if self.now() + kind.seconds > until:
                    return
                try:
                    await self.once(kind)
                except NotMeasured as failure:
                    note(self.ledger.broken, f"{kind.name}: {failure}")

    async def once(self, kind: Disturbance) -> None:
        """Switch one fault on and off again."""
        begun = replace(kind.trouble, start=self.now(), end=float("inf"))
        self.ledger.troubles.append(begun)
        self.current = kind.name
        try:
            async with kind.on():
                await asyncio.sleep(kind.seconds)
        finally:
            self.current, self.ended = "", self.now() + kind.lingers
            self.ledger.troubles.remove(begun)
            self.ledger.troubles.append(replace(begun, end=self.ended))

    def chosen(self, names: str) -> list[Disturbance]:
        """All kinds, none, or those whose names contain one of some words; raises ValueError."""
        kinds = list(self.every_kind())
        if names in (ALL, NONE):
            return kinds if names == ALL else []
        words = [word.strip() for word in names.split(",")]
        found = [kind for kind in kinds if any(word in kind.name for word in words)]
        if not found:
            raise ValueError(f"no fault is called {names}: {', '.join(k.name for k in kinds)}")
        return found

    def every_kind(self) -> Iterator[Disturbance]:
        """Each kind once."""
        for service in ("graph", "sharepoint"):
            yield self._service(service, "429", Kind.THROTTLE, seconds=2.0)
            yield self._service(service, "503", Kind.FAIL, status=503, code="serviceNotAvailable")
            yield self._stall(service)
            yield self._service(service, "reset", Kind.RESET)
            yield self._service(service, "garbage", Kind.TRUNCATE)
            yield self._service(service, "cut", Kind.CUT)
        yield self._stall("login")
        yield self._service("login", "500", Kind.FAIL, status=500, code="server_error")
        yield from self._of_connector()
        for seconds in (8, 25):
            name = f"postgres stops for {seconds} s"
            yield _disturbance(name, self._stopped_postgres, float(seconds))
        yield _disturbance("postgres restarts", self._restarted_postgres, 5.0)
        victim = self.victim.name
        yield _disturbance(f"kill -9 {victim}", self._killed, REPLICA_AWAY_SECONDS)
        yield _disturbance(f"SIGTERM {victim}", self._stopped, REPLICA_AWAY_SECONDS)

    def _of_connector(self) -> Iterator[Disturbance]:
        """Those that a retry outlives, those that are final, and a stall of everything."""
        yield self._connector("connector 429", BURST_CALLS, status=429, retry_after=2)
        for status in (412, 503):
            yield self._connector(f"connector {status}", BURST_CALLS, status=status)
        final: dict[str, dict[str, Any]] = {
            "502": {"status": 502},
            "504": {"status": 504},
            "403 once": {"status": 403, "code": "ConversationBlockedByUser"},
            "404 once": {"status": 404, "code": "ConversationNotFound"},
            "message 404 once": {"status": 404, "code": "ActivityNotFoundInConversation"},
            "answer lost": {"status": 504, "delivered": True},
            "reset": {"reset": True, "delivered": True},
        }
        for name, fault in final.items():
            yield self._connector(f"connector {name}", 1, loses_words=True, **fault)
        stall = self._connector("connector stall", FOR_EVER, stops_words=True, delay=DELAY_SECONDS)
        yield replace(stall, lingers=DELAY_SECONDS)

    def _service(self, service: str, name: str, kind: Kind, **more: Any) -> Disturbance:
        fault = Fault(kind, service=service, **more)
        return _disturbance(f"{service} {name}", partial(self._service_fails, fault), USUAL_SECONDS)

    def _stall(self, service: str) -> Disturbance:
        return _disturbance(
            f"{service} stall", partial(self._service_stalls, service), STALL_SECONDS
        )

    def _connector(
        self, name: str, calls: int, *, loses_words: bool = False, stops_words: bool = False,
        **fault: Any,
    ) -> Disturbance:  # fmt: skip
        on = partial(self._connector_fails, calls, fault)
        kind = _disturbance(name, on, USUAL_SECONDS)
        trouble = replace(kind.trouble, loses_words=loses_words, stops_words=stops_words)
        return replace(kind, trouble=trouble)

    @asynccontextmanager
    async def _service_fails(self, fault: Fault) -> AsyncIterator[None]:
        faults = self.company.simulation.faults
        name = faults.add(fault, self.company.simulation.tenant)
        try:
            yield
        finally:
            faults.remove(name)

    @asynccontextmanager
    async def _service_stalls(self, service: str) -> AsyncIterator[None]:
        """Hold every call until the end; then all are answered."""
        seconds, hold = self.company.holds.new()
        async with self._service_fails(Fault(Kind.STALL, service=service, seconds=seconds)):
            try:
                yield
            finally:
                hold.released.set()

    @asynccontextmanager
    async def _connector_fails(self, calls: int, fault: dict[str, Any]) -> AsyncIterator[None]:
        faults = self.company.simulation.channel.channel.delivery.faults

        async def bursts() -> None:
            while True:
                faults.clear()
                for operation in ("send", "update"):
                    faults.tell(ChannelFault(operation, times=calls, **fault))
                await asyncio.sleep(BURST_EVERY_SECONDS)

        burst = asyncio.create_task(bursts())
        try:
            yield
        finally:
            burst.cancel()
            faults.clear()

    @asynccontextmanager
    async def _stopped_postgres(self) -> AsyncIterator[None]:
        stopped = postgres_processes(self.postgres)
        if not stopped:
            raise NotMeasured(f"no Postgres on {self.postgres}")
        for process in stopped:
            with suppress(psutil.NoSuchProcess):
                process.suspend()
        try:
            yield
        finally:
            for process in stopped:
                with suppress(psutil.NoSuchProcess):
                    process.resume()

    @asynccontextmanager
    async def _restarted_postgres(self) -> AsyncIterator[None]:
        servers = postmasters(self.postgres)
        if not servers:
            raise NotMeasured(f"no Postgres on {self.postgres}")
        for process in servers:
            with suppress(psutil.NoSuchProcess):
                # Fast: a smart shutdown waits for the last client.
                process.send_signal(signal.SIGINT)
        yield

    @asynccontextmanager
    async def _killed(self) -> AsyncIterator[None]:
        await self.victim.kill()
        yield
        await self.victim.start()

    @asynccontextmanager
    async def _stopped(self) -> AsyncIterator[None]:
        seconds, status = await self.victim.stop()
        self.ledger.stops.append(seconds)
        if status != 0:
            note(self.ledger.wrong, f"replica {self.victim.name} ended with {status} upon SIGTERM")
        yield
        await self.victim.start()


def _disturbance(name: str, on: On, seconds: float) -> Disturbance:
    return Disturbance(name, on, seconds, Trouble(name, 0.0, 0.0))
