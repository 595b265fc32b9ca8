from bot.behaviours.follow_case.behaviour import behaviour

__all__ = ["behaviour"]
