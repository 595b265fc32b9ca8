"""A campaign: a message to many people, who are all listed before the first one is written to."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from bot.outbox.report import CampaignReport
from bot.use_cases.authorizer import Actor


class CampaignState(StrEnum):
    """The states of a campaign. Messages are sent in one of them only, `RUNNING`."""

    LISTING = "listing"
    RUNNING = "running"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    ENDED = "ended"


@dataclass(frozen=True)
class Campaign:
    """The row of a campaign; its recipients are the rows of its messages in the outbox.

    Attributes:
        kind: that of its messages, which chooses their composer.
        actor: who started it.
        name: for administrators.
        source: id of what the recipients were taken from; one campaign is made of it at a time.
        recipients: how many there are; None until all of them are listed.
        changed_at: since when it is in its state (UTC).
        expires_at: when it may be deleted with all its rows (UTC), unless it is running.
    """

    id: UUID
    kind: str
    actor: Actor
    name: str
    source: UUID
    state: CampaignState
    created_at: datetime
    changed_at: datetime
    expires_at: datetime
    recipients: int | None = None


class Recipients(Protocol):
    """The people whom a campaign is to reach."""

    def pages(self, after: str) -> AsyncGenerator[Sequence[str], None]:
        """Yield their object ids in pages, in order, from the one that follows `after`."""


class CampaignStore(Protocol):
    """The rows of campaigns; of several who change a campaign at the same time, one succeeds."""

    async def open(self, campaign: Campaign) -> Campaign:
        """Add a campaign, or return the one of its kind and source that was not cancelled."""

    async def get(self, campaign_id: UUID) -> Campaign | None:
        """Return one campaign."""

    async def all(self) -> list[Campaign]:
        """Return all that are kept, the latest first."""

    async def last_listed(self, campaign_id: UUID) -> str:
        """Return the last object id on the list; empty where the list is."""

    async def add_recipients(
        self, campaign: Campaign, subjects: Sequence[str], now: datetime
    ) -> None:
        """Queue a message to each, once, while the campaign is being listed.

        Whom a cancelled campaign of the same source has reached, or may have, is left out.
        """

    async def change_state(self, campaign: Campaign, to: CampaignState, now: datetime) -> bool:
        """Change the state from the one that `campaign` has; return whether it had it still.

        The first change ends the listing and counts the recipients. Claims to messages that are
        not being sent end with it, so that no process sends one that it had claimed before.
        """

    async def withdraw_queued(self, campaign_id: UUID, reason: str, most: int) -> int:
        """Withdraw some messages that are queued; return how many."""

    async def requeue_failed(self, campaign: Campaign, now: datetime) -> int:
        """Queue the failed messages again, and let the campaign run if it had ended.

        Returns how many; 0 for a campaign that was cancelled, or is not listed yet.
        """

    async def end_finished(self, now: datetime) -> None:
        """End the running campaigns that have nothing more to send."""

    async def cancelled_with_queued(self) -> list[UUID]:
        """Return the cancelled campaigns of which messages are queued still."""

    async def report(self, campaign_id: UUID) -> CampaignReport | None:
        """Count what became of the messages of a campaign."""
