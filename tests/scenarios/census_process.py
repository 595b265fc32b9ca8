"""A process that takes a census faster than any share of SharePoint's limits, to be killed."""

import asyncio
import sys

from bot.commands.census import Form, Wanted, census
from bot.config.problems import read_settings_for_services

if __name__ == "__main__":
    settings = read_settings_for_services().model_copy(update={"census_share": 100_000})
    sys.exit(asyncio.run(census(settings, Wanted(Form.JSON))))
