"""Opens what tells who is an agent of the helpdesk, and by which names people are known."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.config.settings import Settings
from bot.helpdesk.agents import Agents
from bot.helpdesk.kept_names import KeptNames
from bot.helpdesk.ports import DisplayNames
from bot.m365.memberships import open_helpdesk_directory
from bot.m365.settings import M365Settings


@dataclass(frozen=True)
class HelpdeskParts:
    """Who is an agent, None where no group is named; and the names of people."""

    agents: Agents | None
    names: DisplayNames


@asynccontextmanager
async def open_helpdesk(settings: Settings) -> AsyncIterator[HelpdeskParts]:
    """Open what tells agents from others; without a group that is named nobody is one."""
    groups, excluded = settings.helpdesk_groups, settings.helpdesk_excluded_groups
    async with open_helpdesk_directory(M365Settings.of(settings)) as directory:
        agents = Agents(
            directory.memberships, frozenset(groups), frozenset(excluded), time.monotonic
        )
        names = KeptNames(directory.names, time.monotonic)
        yield HelpdeskParts(agents if groups else None, names)
