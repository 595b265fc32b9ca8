from bot.behaviours.status.behaviour import behaviour

__all__ = ["behaviour"]
