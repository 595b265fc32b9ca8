"""Whatever a process of the bot does at its start that hangs on the checkout alone, done."""

import bot.app.serve
import bot.app.worker
import bot.commands.serve
from bot.chat.language import load_languages
from bot.intents import load_intents

__all__ = ["bot"]

load_intents()
load_languages()
