from bot.behaviours.check_photo.behaviour import commands

__all__ = ["commands"]
