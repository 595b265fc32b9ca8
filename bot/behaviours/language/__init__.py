from bot.behaviours.language.behaviour import behaviour

__all__ = ["behaviour"]
