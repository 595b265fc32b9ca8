from bot.behaviours.clear_caches.behaviour import behaviour

__all__ = ["behaviour"]
