"""Commands about one person, with everything that they need opened and closed."""

import logging
import sys

from bot.app import open_journal
from bot.chat.language import load_languages
from bot.commands.check import check
from bot.commands.outcome import Outcome
from bot.commands.sync import dry_run, sync
from bot.config.settings import Settings
from bot.core.logs import set_up_logs
from bot.parts import links
from bot.wiring.ground import open_practice


async def check_person(settings: Settings, upn: str) -> Outcome:
    """Check one person."""
    set_up_logs(logging.WARNING, sys.stderr)
    gettext = load_languages().of(None).gettext
    async with open_practice(settings) as practice:
        return await check(practice, upn, links(settings), gettext)


async def sync_person(settings: Settings, upn: str, *, dry: bool) -> Outcome:
    """Repair one person's copies, noted in the audit; or only say what would be written."""
    set_up_logs(logging.WARNING, sys.stderr)
    gettext = load_languages().of(None).gettext
    async with open_practice(settings) as practice:
        if dry:
            return await dry_run(practice, upn, links(settings), gettext)
        async with open_journal(settings, "command") as journal:
            return await sync(practice, upn, journal, links(settings), gettext)
