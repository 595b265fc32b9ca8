"""Two replicas of the bot on one database, and the delivery that shares turns between them."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import psutil

from bench.processes import MEBIBYTE, ROOT, STOP_SECONDS, NotMeasured, free_port
from bench.soak.logs import LogWatch
from simulation.channel.activities import Activity
from simulation.channel.delivery import Answer, Delivery

COMMAND = (sys.executable, "-m", "bench.soak.observed_bot")
START_SECONDS = 60.0


@dataclass
class Replica:
    """One process of the bot, which may be ended and started again at the same address.

    Attributes:
        starts: how often it was started.
        counts: what it counted last (`bench.soak.observed_bot`).
        is_in_rotation: whether turns are delivered to it.
    """

    name: str
    settings: Mapping[str, str]
    log: LogWatch
    file: Path
    port: int = field(default_factory=free_port)
    starts: int = 0
    counts: dict[str, float] = field(default_factory=dict)
    is_in_rotation: bool = False
    process: Process | None = None
    reading: list[asyncio.Task[None]] = field(default_factory=list)
    serving: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def observed(self) -> psutil.Process | None:
        """The process, while it runs."""
        if self.process is None or self.process.returncode is not None:
            return None
        return psutil.Process(self.process.pid)

    async def start(self) -> None:
        """Start it and wait until it serves; raises NotMeasured."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        environment = {**kept, **self.settings, "PHOTOBOT_PORT": str(self.port)}
        self.serving.clear()
        self.counts.clear()
        self.process = await asyncio.create_subprocess_exec(
            *COMMAND,
            cwd=ROOT,
            env=environment,
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=PIPE,
            limit=MEBIBYTE,
        )
        self.starts += 1
        self.reading = [
            asyncio.create_task(self._read_log(self.process)),
            asyncio.create_task(self._read_counts(self.process)),
        ]
        serving = asyncio.create_task(self.serving.wait())
        # The log ends with the process.
        await asyncio.wait(
            (serving, self.reading[0]),
            timeout=START_SECONDS,
            return_when=asyncio.FIRST_COMPLETED,
        )
        serving.cancel()
        if not self.serving.is_set():
            raise NotMeasured(f"replica {self.name} does not serve; see {self.file}")
        self.is_in_rotation = True

    async def kill(self) -> None:
        """`kill -9`; what it was doing is cut off."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> tuple[float, int]:
        """Send SIGTERM, as an orchestrator does; the seconds that it took, and the status."""
        begin = monotonic()
        status = await self._end(signal.SIGTERM)
        return monotonic() - begin, status

    async def _end(self, number: signal.Signals) -> int:
        self.is_in_rotation = False
        process = self.process
        if process is None:
            return 0
        with suppress(ProcessLookupError):
            process.send_signal(number)
        try:
            await asyncio.wait_for(process.wait(), STOP_SECONDS)
        except TimeoutError:
            process.kill()
            await process.wait()
        await asyncio.gather(*self.reading)
        return process.returncode or 0

    async def _read_log(self, process: Process) -> None:
        assert process.stderr
        with self.file.open("ab") as file:
            async for line in process.stderr:
                file.write(line)
                self.log.read(line.decode(errors="replace"))
                if b'"serving"' in line:
                    self.serving.set()

    async def _read_counts(self, process: Process) -> None:
        assert process.stdout
        async for line in process.stdout:
            self.counts = json.loads(line)


@dataclass(frozen=True)
class Delivered:
    """One activity that a replica got, and how it answered; times in seconds."""

    kind: str
    replica: str
    start: float
    end: float
    answer: Answer


@dataclass
class SharedDelivery(Delivery):
    """Delivers to one replica after the other, as a load balancer does, and times each answer."""

    replicas: list[Replica] = field(default_factory=list)
    note: Callable[[Delivered], None] = lambda _: None
    turns: int = 0

    @classmethod
    def instead_of(
        cls,
        delivery: Delivery,
        replicas: Iterable[Replica],
        note: Callable[[Delivered], None],
    ) -> "SharedDelivery":
        """Take the place of a delivery to one bot."""
        return cls(
            delivery.http,
            delivery.keys,
            delivery.faults,
            delivery.tenant_id,
            delivery.app_id,
            timeout=delivery.timeout,
            replicas=list(replicas),
            note=note,
        )

    async def deliver(self, activity: Activity, seconds: float | None = None) -> Answer:
        """Send an activity to the next replica that takes turns."""
        ready = [replica for replica in self.replicas if replica.is_in_rotation]
        if not ready:
            return Answer(0, problem="No replica serves.")
        self.turns += 1
        replica = ready[self.turns % len(ready)]
        # Read before anything is awaited, so that no other turn changes it meanwhile.
        self.endpoint = f"{replica.address}/api/messages"
        start = monotonic()
        answer = await super().deliver(activity, seconds)
        kind = activity.get("name") or activity["type"]
        self.note(Delivered(kind, replica.name, start, monotonic(), answer))
        return answer
