from bot.behaviours.interview.behaviour import behaviour

__all__ = ["behaviour"]
