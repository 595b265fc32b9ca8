from bot.behaviours.messages.behaviour import behaviour

__all__ = ["behaviour"]
