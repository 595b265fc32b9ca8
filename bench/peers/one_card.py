"""What both peers do: they answer everything with one card."""

from collections.abc import Callable
from typing import Any


class OneCard:
    """Handles the turns of either SDK; both callables make the SDK's own values anew."""

    def __init__(self, message: Callable[[], Any], answer: Callable[[], object]) -> None:
        self._message = message
        self._answer = answer

    async def on_message_activity(self, turn_context: Any) -> None:
        """Post the card."""
        await turn_context.send_activity(self._message())

    async def on_adaptive_card_invoke(self, turn_context: Any, invoke_value: object) -> object:
        """Show the card in place of the pressed one; write it into the message if one is named."""
        pressed = turn_context.activity.reply_to_id
        if pressed:
            message = self._message()
            message.id = pressed
            await turn_context.update_activity(message)
        return self._answer()
