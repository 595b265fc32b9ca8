from bot.behaviours.sync.behaviour import behaviour

__all__ = ["behaviour"]
