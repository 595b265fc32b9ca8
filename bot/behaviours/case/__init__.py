from bot.behaviours.case.behaviour import behaviour

__all__ = ["behaviour"]
