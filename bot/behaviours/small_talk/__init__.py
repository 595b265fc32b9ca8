from bot.behaviours.small_talk.behaviour import behaviour

__all__ = ["behaviour"]
