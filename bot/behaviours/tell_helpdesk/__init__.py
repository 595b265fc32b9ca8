from bot.behaviours.tell_helpdesk.behaviour import behaviour

__all__ = ["behaviour"]
