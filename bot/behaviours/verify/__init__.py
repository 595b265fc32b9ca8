from bot.behaviours.verify.behaviour import behaviour

__all__ = ["behaviour"]
