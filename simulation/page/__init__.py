"""The chat page: people talk with the bot here, and see what the tenant holds of them."""
