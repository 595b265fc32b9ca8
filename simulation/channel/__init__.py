"""A simulated Microsoft Teams, which carries messages between people and a bot.

It follows Microsoft's documentation of the Bot Framework connector and of Teams' limits;
docs/teams.md sums that up.
"""
