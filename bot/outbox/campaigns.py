"""Start campaigns, pause and cancel them, and send again what failed."""

from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from uuid import UUID

from cachetools import TTLCache

from bot.core.clock import Now
from bot.core.single_flight import SingleFlight
from bot.outbox.campaign import Campaign, CampaignState, CampaignStore, Recipients
from bot.outbox.report import CampaignReport
from bot.use_cases.authorizer import Actor

# Why a message is withdrawn that was queued when its campaign was cancelled.
CANCELLED = "cancelled"
# Withdrawn in one statement, so that no other process waits long for a row.
WITHDRAWN_AT_ONCE = 5_000
# Counting the messages of a large campaign takes a tenth of a second of the database.
COUNTED_EVERY_SECONDS = 2.0
MAX_COUNTED = 100


def _kept_reports() -> SingleFlight[CampaignReport | None]:
    return SingleFlight(TTLCache(MAX_COUNTED, COUNTED_EVERY_SECONDS))


class NotPossible(Exception):
    """A campaign does not take a change in the state that it is in."""

    def __init__(self, campaign: Campaign) -> None:
        super().__init__(campaign.state)
        self.campaign = campaign


@dataclass(frozen=True)
class Campaigns:
    """The campaigns of the outbox. Methods that change one raise NotPossible."""

    store: CampaignStore
    now: Now
    new_id: Callable[[], UUID]
    retention: timedelta
    _reports: SingleFlight[CampaignReport | None] = field(default_factory=_kept_reports)

    async def progress(self, campaign_id: UUID) -> CampaignReport | None:
        """Count what became of the messages, as it was two seconds ago at the most.

        However many ask, they are counted once in that time.
        """
        return await self._reports.ask(campaign_id, partial(self.store.report, campaign_id))

    async def start(
        self, kind: str, *, actor: Actor, name: str, source: UUID, recipients: Recipients
    ) -> Campaign:
        """List the recipients, then let the campaign run.

        A list that a process left when it died is gone on with. Nothing is sent before it is
        complete, and nobody is added to it after.
        """
        now = self.now()
        campaign = await self.store.open(
            Campaign(
                id=self.new_id(),
                kind=kind,
                actor=actor,
                name=name,
                source=source,
                state=CampaignState.LISTING,
                created_at=now,
                changed_at=now,
                expires_at=now + self.retention,
            )
        )
        if campaign.state is not CampaignState.LISTING:
            raise NotPossible(campaign)
        listed_to = await self.store.last_listed(campaign.id)
        async with aclosing(recipients.pages(listed_to)) as pages:
            async for subjects in pages:
                await self.store.add_recipients(campaign, subjects, self.now())
        return await self._change(campaign, CampaignState.RUNNING)

    async def pause(self, campaign: Campaign) -> Campaign:
        """Send nothing more until it is resumed; messages that are queued wait."""
        return await self._change(campaign, CampaignState.PAUSED, CampaignState.RUNNING)

    async def resume(self, campaign: Campaign) -> Campaign:
        """End a pause."""
        return await self._change(campaign, CampaignState.RUNNING, CampaignState.PAUSED)

    async def cancel(self, campaign: Campaign) -> Campaign:
        """Send nothing more for good, and withdraw what is queued."""
        if campaign.state is not CampaignState.CANCELLED:
            campaign = await self._change(
                campaign,
                CampaignState.CANCELLED,
                CampaignState.LISTING,
                CampaignState.RUNNING,
                CampaignState.PAUSED,
            )
        await self._withdraw(campaign.id)
        return campaign

    async def send_again(self, campaign: Campaign) -> int:
        """Queue the messages that failed once more, and no others; return how many."""
        if campaign.state in {CampaignState.LISTING, CampaignState.CANCELLED}:
            raise NotPossible(campaign)
        return await self.store.requeue_failed(campaign, self.now())

    async def settle(self) -> None:
        """End what has nothing more to send, and withdraw what a cancelled campaign left.

        That is what a process left that died, or what was being sent when it was cancelled.
        """
        await self.store.end_finished(self.now())
        for campaign_id in await self.store.cancelled_with_queued():
            await self._withdraw(campaign_id)

    async def _withdraw(self, campaign_id: UUID) -> None:
        while await self.store.withdraw_queued(campaign_id, CANCELLED, WITHDRAWN_AT_ONCE):
            pass

    async def _change(
        self, campaign: Campaign, to: CampaignState, *states: CampaignState
    ) -> Campaign:
        is_possible = campaign.state in (states or {campaign.state})
        if is_possible and await self.store.change_state(campaign, to, self.now()):
            return await self.store.get(campaign.id) or campaign
        raise NotPossible(await self.store.get(campaign.id) or campaign)
