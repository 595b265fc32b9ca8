from bot.behaviours.sign_in.behaviour import behaviour

__all__ = ["behaviour"]
