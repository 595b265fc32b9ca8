"""A simulated Microsoft Teams: it carries messages between people and a bot.

Written from Microsoft's documentation of the Bot Framework connector and of Teams' limits.
"""
