from bot.behaviours.privacy.behaviour import behaviour

__all__ = ["behaviour"]
