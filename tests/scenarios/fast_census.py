"""A census that is faster than any share of SharePoint's limits, for a process to be killed."""

import asyncio
from collections.abc import Sequence

from bot.commands.census import Form, Wanted, census
from bot.config.problems import read_settings_for_services


def take_census(_command: Sequence[str]) -> int:
    settings = read_settings_for_services().model_copy(update={"census_share": 100_000})
    return asyncio.run(census(settings, Wanted(Form.JSON)))
