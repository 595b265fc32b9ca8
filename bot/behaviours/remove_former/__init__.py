from bot.behaviours.remove_former.behaviour import behaviour

__all__ = ["behaviour"]
