from bot.behaviours.who_looked.behaviour import behaviour

__all__ = ["behaviour"]
