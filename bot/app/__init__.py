"""The composition root: the only package that imports every other, and builds the bot."""
