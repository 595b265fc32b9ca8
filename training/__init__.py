"""Learns the intents from labelled sentences: `make intents`. The bot runs without it."""
