from bot.behaviours.nudge.behaviour import behaviour

__all__ = ["behaviour"]
