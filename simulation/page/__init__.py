"""The chat page, where people talk to the bot and see what is stored of them."""
