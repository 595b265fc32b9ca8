from bot.behaviours.replace.behaviour import behaviour

__all__ = ["behaviour"]
