from bot.behaviours.recheck.behaviour import behaviour

__all__ = ["behaviour"]
