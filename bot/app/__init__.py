"""The composition root: builds the parts of the bot. Nobody else knows them all."""
