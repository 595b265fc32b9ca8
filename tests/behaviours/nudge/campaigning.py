"""A campaign to the person of an office."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from bot.nudges.ports import NUDGE
from bot.outbox.campaign import Campaign
from bot.outbox.campaigns import Campaigns
from bot.outbox.report import CampaignReport
from bot.storage.campaigns import CampaignRows
from bot.use_cases.authorizer import COMMAND
from tests.behaviours.bot_in_memory import RETENTION
from tests.behaviours.nudge.office import ME, Office

MINUTE = timedelta(minutes=1)


@dataclass
class Everybody:
    """Whom the census found: so far one person."""

    async def pages(self, after: str) -> AsyncGenerator[Sequence[str], None]:
        if after < ME:
            yield [ME]


def campaigns_of(office: Office) -> Campaigns:
    return Campaigns(CampaignRows(office.database), office.stage.clock, uuid4, RETENTION)


async def started(office: Office, census: UUID | None = None) -> Campaign:
    return await campaigns_of(office).start(
        NUDGE, actor=COMMAND, name="March", source=census or uuid4(), recipients=Everybody()
    )


async def report(office: Office, campaign: Campaign) -> CampaignReport:
    found = await campaigns_of(office).store.report(campaign.id)
    assert found
    return found
