from bot.behaviours.guide.behaviour import behaviour

__all__ = ["behaviour"]
