from bot.behaviours.check.behaviour import behaviour

__all__ = ["behaviour"]
