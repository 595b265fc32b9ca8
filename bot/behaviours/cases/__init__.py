from bot.behaviours.cases.behaviour import behaviour
from bot.behaviours.cases.search import commands

__all__ = ["behaviour", "commands"]
