"""A campaign by two workers at the cap, while people tap: `python -m bench.campaign`.

The workers, the bot, the database and the simulated tenant are processes of their own; the channel
takes a while for each call.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, LiteralString
from uuid import UUID, uuid4, uuid5

from bench.campaign_process import KIND
from bench.checkouts import BUILD
from bench.contestants import photobot
from bench.processes import NotMeasured, free_port, running
from bench.surroundings import Surroundings, open_surroundings
from bench.taps import Screens, Taps
from bench.traffic import Traffic
from bot.outbox.campaign import Campaign, CampaignState
from bot.outbox.campaigns import Campaigns
from bot.outbox.report import CampaignReport
from bot.storage.campaigns import CampaignRows
from bot.storage.database import Database, open_database
from bot.use_cases.authorizer import COMMAND
from simulation.channel.identity import bot_id, personal_chat_id, user_id
from tests.outbox.fleet import most_in_a_second

LOG = BUILD / "bench.log"
RATE = 50
WORKERS = 2
CONNECTOR_SECONDS = 0.15
LOOK_SECONDS = 2.0
WINDOW_SECONDS = 10.0
# Several windows.
LEAST_MESSAGES = 2_000
PAGE = 1000
PEOPLE = UUID(int=20_000)

CHATS: LiteralString = """
insert into conversation (person_id, conversation_id, service_url, tenant_id, bot_id, user_id,
    locale, timezone)
select person, chat, %(service_url)s, %(tenant)s, %(bot)s, client, 'en-US', 'Europe/Berlin'
from unnest(%(people)s::text[], %(chats)s::text[], %(clients)s::text[])
    as given (person, chat, client)
"""


@dataclass(frozen=True)
class Everybody:
    """Some people, who are in no tenant."""

    people: Sequence[str]

    async def pages(self, after: str) -> AsyncGenerator[Sequence[str], None]:
        """Yield them in pages."""
        for start in range(0, len(self.people), PAGE):
            yield self.people[start : start + PAGE]


async def measure(messages: int, taps_a_second: float) -> dict[str, Any]:
    """Send a campaign to so many people, and return what was seen."""
    BUILD.mkdir(exist_ok=True)
    screens = Screens()
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="photobot-bench-")))
        around = await stack.enter_async_context(open_surroundings(LOG))
        around.channel.latency = CONNECTOR_SECONDS
        around.channel.note = screens.take
        database = await stack.enter_async_context(open_database(around.database, folder))
        people = await _open_chats(database, around, messages)
        traffic = await stack.enter_async_context(_bot_and_workers(around, folder))
        campaigns = Campaigns(
            CampaignRows(database), lambda: datetime.now(UTC), uuid4, timedelta(days=30)
        )
        taps = Taps(traffic, screens, people)
        pressing = asyncio.create_task(taps.go_on(taps_a_second))
        campaign = await campaigns.start(
            KIND,
            actor=COMMAND,
            name="bench",
            source=uuid4(),
            recipients=Everybody(sorted(people.values())),
        )
        report = await _until_ended(campaigns, campaign, pressing)
        pressing.cancel()
        await asyncio.gather(pressing, return_exceptions=True)
        moments = list(_moments(folder))
    return _figures(report, moments, screens, taps)


async def _open_chats(database: Database, around: Surroundings, number: int) -> dict[str, str]:
    """Let so many people have a chat with the bot; return them by chat."""
    app_id = around.tenant["apps"]["bot"]["client_id"]
    people = [str(uuid5(PEOPLE, str(each))) for each in range(number)]
    chats = [personal_chat_id(app_id, person) for person in people]
    await database.change(
        CHATS,
        {
            "service_url": around.channel.service_url,
            "tenant": around.tenant["tenant_id"],
            "bot": bot_id(app_id),
            "people": people,
            "chats": chats,
            "clients": [user_id(app_id, person) for person in people],
        },
    )
    return dict(zip(chats, people, strict=True))


@asynccontextmanager
async def _bot_and_workers(around: Surroundings, folder: Path) -> AsyncIterator[Traffic]:
    """Run the bot and the workers, each with a file of its moments in the folder."""
    settings = {**photobot(around).environment, "PHOTOBOT_SENDS_PER_SECOND": str(RATE)}
    command, port = (sys.executable, "-m", "bench.campaign_process"), free_port()
    async with AsyncExitStack() as stack:

        async def start(name: str, act: str) -> Any:
            own = {"MOMENTS": str(folder / f"{name}.moments"), "PHOTOBOT_PORT": str(port)}
            return await stack.enter_async_context(
                running((*command, act), settings | own, around.log)
            )

        bot = await start("bot", "serve")
        traffic = Traffic.to(f"http://127.0.0.1:{port}/api/messages", around)
        await traffic.until_answered(lambda: bot.returncode is None)
        for number in range(WORKERS):
            await start(f"worker-{number}", "work")
        yield traffic


async def _until_ended(
    campaigns: Campaigns, campaign: Campaign, pressing: "asyncio.Task[None]"
) -> CampaignReport:
    """Wait until the campaign has ended; raises NotMeasured where the presses stopped."""
    while (now := await campaigns.store.get(campaign.id)) and now.state is CampaignState.RUNNING:
        if pressing.done():
            raise NotMeasured(f"nobody presses any more: {pressing.exception()!r}")
        report = await campaigns.progress(campaign.id)
        assert report
        print(f"{report.sent} of {report.recipients} sent", file=sys.stderr)
        await asyncio.sleep(LOOK_SECONDS)
    report = await campaigns.store.report(campaign.id)
    assert report
    return report


def _moments(folder: Path) -> Iterator[tuple[float, str]]:
    """Read when each call left the gate of its process, and its priority."""
    for file in folder.glob("*.moments"):
        for line in file.read_text().splitlines():
            moment, _, priority = line.partition(" ")
            yield float(moment), priority


def _figures(
    report: CampaignReport, entered: list[tuple[float, str]], screens: Screens, taps: Taps
) -> dict[str, Any]:
    sent = sorted(moment for moment, priority in entered if priority == "unasked")
    # What was called before the first message, or after the last, is not beside them.
    calls = sorted(moment for moment, _ in entered if sent[0] <= moment <= sent[-1])
    seconds = sent[-1] - sent[0]
    waits = sorted(taps.waits)
    return {
        "recipients": report.recipients,
        "sent": report.sent,
        "opened": report.opened,
        "tapped": report.tapped,
        "unconfirmed": report.unconfirmed,
        "failed": dict(report.failed),
        "withdrawn": dict(report.withdrawn),
        "seconds": round(seconds, 1),
        "campaign messages a second": round((len(sent) - 1) / seconds, 2),
        "calls a second, with answers to people": round((len(calls) - 1) / seconds, 2),
        "fewest calls a second, over ten seconds": min(_rates(calls)),
        "most calls in any second, at the senders": most_in_a_second(calls),
        "most calls in any second, at the channel": most_in_a_second(screens.moments),
        "taps answered": len(waits),
        "taps answered wrongly": taps.wrong[:3],
        "median answer, ms": round(1000 * median(waits)),
        "99th percentile, ms": round(1000 * waits[int(0.99 * (len(waits) - 1))]),
        "slowest answer, ms": round(1000 * waits[-1]),
    }


def _rates(calls: Sequence[float]) -> Iterator[float]:
    """The calls a second in one stretch of ten seconds after the other."""
    begin, number = calls[0], 0
    for moment in calls:
        if moment >= begin + WINDOW_SECONDS:
            yield round(number / WINDOW_SECONDS, 1)
            begin, number = begin + WINDOW_SECONDS, 0
        number += 1


def main() -> int:
    """Print the figures as JSON; 1 where they are not what is promised."""
    parser = argparse.ArgumentParser(prog="python -m bench.campaign", description=__doc__)
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--taps", type=float, default=2.0, help="a second")
    options = parser.parse_args()
    if options.messages < LEAST_MESSAGES:
        parser.error(f"a rate needs at least {LEAST_MESSAGES} messages")
    LOG.parent.mkdir(exist_ok=True)
    figures = asyncio.run(measure(options.messages, options.taps))
    print(json.dumps(figures, indent=2, ensure_ascii=False))
    is_good = (
        figures["sent"] == options.messages
        and not figures["taps answered wrongly"]
        and figures["calls a second, with answers to people"] >= 46
        and figures["most calls in any second, at the senders"] <= RATE
        and figures["slowest answer, ms"] <= 1000
    )
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
