"""Who is an agent of the helpdesk, and for whom agents may act.

It is asked at every invoke, before every effect and again in a job. What can't be found out counts
as no: with Microsoft Graph away nobody is an agent, and where excluded groups can't be read, agents
act for nobody. Nothing is asked about the subject before the actor is known to be an agent: to
others an answer, and the time that it takes, is the same whomever they ask about.
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Protocol
from uuid import UUID

import structlog
from cachetools import TTLCache

from bot.core.failures import FailureReason, ServiceFailure
from bot.core.single_flight import SingleFlight
from bot.use_cases.authorizer import RefusalReason

_log = structlog.get_logger(__name__)

# Whoever joins or leaves a group is noticed within this time, which includes that of a look-up.
MAX_AGE_SECONDS = 300.0
# A person waits for two look-ups, one after the other: their own, and that of the subject.
LOOK_UP_SECONDS = 3.0
# Bounds the memory in tenants of any size; whoever was pushed out is looked up again.
MAX_ANSWERS = 10_000

# Graph's code for who has no account any more.
NO_SUCH_PERSON = "Request_ResourceNotFound"

GroupIds = frozenset[str]


class Memberships(Protocol):
    """Who is in which groups of the directory; ids are Entra object ids, groups' in lower case."""

    async def of(self, person: str, groups: GroupIds) -> GroupIds:
        """Return those of the groups that a person is in, also through groups in them.

        Raises ServiceFailure.
        """

    async def unreadable(self, groups: GroupIds) -> GroupIds:
        """Return those of the groups in which nobody would be found, whoever their members are.

        They don't exist, or hide their members. Raises ServiceFailure.
        """


class Agents:
    """Implements bot.use_cases.authorizer.AgentRules by groups of the directory.

    Members of `groups` are agents; for members of `excluded` agents can't act.
    """

    def __init__(
        self,
        memberships: Memberships,
        groups: GroupIds,
        excluded: GroupIds,
        clock: Callable[[], float],
        look_up_seconds: float = LOOK_UP_SECONDS,
    ) -> None:
        self._memberships = memberships
        self._groups = groups
        self._excluded = excluded
        self._look_up_seconds = look_up_seconds
        kept: TTLCache[Hashable, GroupIds] = TTLCache(
            MAX_ANSWERS, MAX_AGE_SECONDS - look_up_seconds, clock
        )
        self._answers = SingleFlight(kept)

    async def why_no_agent(self, person: str) -> RefusalReason | None:
        """Return why this person is not treated as an agent; None for an agent."""
        try:
            found = await self._groups_of(person, self._groups)
        except ServiceFailure as failure:
            if failure.code == NO_SUCH_PERSON:
                return RefusalReason.NOT_AN_AGENT
            _log_unread("agent_not_known", failure)
            return RefusalReason.AGENT_NOT_KNOWN
        return None if found else RefusalReason.NOT_AN_AGENT

    async def why_not(self, agent: str, subject: str) -> RefusalReason | None:
        """Return why this person may not act as an agent for the subject; None where they may.

        Both are Entra object ids: by another name one might be let act for oneself.
        """
        if why := await self.why_no_agent(agent):
            return why
        if not _is_object_id(subject):
            return RefusalReason.NOT_ALLOWED
        if agent.casefold() == subject.casefold():
            return RefusalReason.ONESELF
        return await self._why_excluded(subject) if self._excluded else None

    async def _why_excluded(self, subject: str) -> RefusalReason | None:
        try:
            found, unreadable = await asyncio.gather(
                self._groups_of(subject, self._excluded),
                self._ask("unreadable", lambda: self._memberships.unreadable(self._excluded)),
            )
        except ServiceFailure as failure:
            _log_unread("excluded_not_known", failure)
            return RefusalReason.EXCLUDED_NOT_KNOWN
        if found:
            return RefusalReason.EXCLUDED
        return RefusalReason.EXCLUDED_NOT_KNOWN if unreadable else None

    async def _groups_of(self, person: str, groups: GroupIds) -> GroupIds:
        key = (person.casefold(), groups)
        return await self._ask(key, lambda: self._memberships.of(person, groups))

    async def _ask(self, about: Hashable, look_up: Callable[[], Awaitable[GroupIds]]) -> GroupIds:
        """Look up within the deadline, or return an answer that is young enough."""

        async def in_time() -> GroupIds:
            try:
                async with asyncio.timeout(self._look_up_seconds):
                    return await look_up()
            except TimeoutError:
                raise ServiceFailure("graph", FailureReason.TIMED_OUT) from None

        return await self._answers.ask(about, in_time)


def _is_object_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text.casefold()
    except ValueError:
        return False


def _log_unread(event: str, failure: ServiceFailure) -> None:
    _log.warning(event, why=failure.why.value, code=failure.code, permission=failure.permission)
