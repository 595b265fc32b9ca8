from bot.behaviours.undo.behaviour import behaviour

__all__ = ["behaviour"]
