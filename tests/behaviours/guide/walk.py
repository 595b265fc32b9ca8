"""Somebody who follows the steps of the guide, card by card."""

from bot.photos.capabilities import Capability
from tests.behaviours.fakes import Shown, pressed
from tests.behaviours.presses import actions, press
from tests.behaviours.stage import Stage

READING = frozenset(
    {
        Capability.READ_ACCOUNT,
        Capability.READ_MICROSOFT_365_PHOTO,
        Capability.READ_SHAREPOINT_PROFILE,
        Capability.READ_SHAREPOINT_FILES,
    }
)
DID = "I did this"


async def all_steps(stage: Stage) -> list[Shown | None]:
    """The cards from the first step to the last, on Windows and in Edge."""
    asked = await stage.play(pressed("guide", {}))
    replies = [await press(stage, await press(stage, asked, "Windows"), "Microsoft Edge")]
    while DID in actions(replies[-1]):
        replies.append(await press(stage, replies[-1], DID))
    return replies
