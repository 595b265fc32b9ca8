from bot.behaviours.remove.behaviour import behaviour

__all__ = ["behaviour"]
