from bot.behaviours.explain.behaviour import behaviour

__all__ = ["behaviour"]
