"""What every process of the bot does at its start whatever it is told, done once."""

import bot.app.serve
import bot.app.worker
import bot.commands.serve  # noqa: F401
from bot.chat.language import load_languages
from bot.intents import load_intents

load_intents()
load_languages()
