from bot.behaviours.send_photo_help.behaviour import commands

__all__ = ["commands"]
