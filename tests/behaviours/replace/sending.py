"""A picture that somebody puts into the chat, and the card that asks about it."""

from bot.chat.turn import PictureKind, PictureReference, Said, Turn
from bot.photos.compare import Likeness, compare
from bot.photos.portrait import Portrait, portrait
from bot.photos.readings import Photo
from simulation.photographs import photograph
from tests.behaviours.fakes import Shown, turn, verbs
from tests.behaviours.stage import Stage

REFERENCE = PictureReference(PictureKind.INLINE, "https://connector.example/picture")
QUESTION = "Use this as your profile photo?"
GONE = "I don't have this picture any more"
SITTER = 5
SENT = photograph(SITTER, width=800, height=1000)


def sent(*pictures: PictureReference, activity_id: str = "1") -> Turn:
    return turn(Said("", pictures or (REFERENCE,)), activity_id)


async def offered(stage: Stage, activity_id: str = "1") -> dict[str, str]:
    reply = await stage.play(sent(activity_id=activity_id))
    return dict(verbs(reply)["replace"])


def pictures(shown: Shown | None) -> list[str]:
    assert shown is not None
    return [
        image["url"]
        for row in shown.card["body"]
        if row["type"] == "ColumnSet"
        for column in row["columns"]
        for image in column["items"]
        if image["type"] == "Image"
    ]


def shows_the_new(stored: object) -> bool:
    new = portrait(SENT)
    assert isinstance(stored, Photo)
    assert isinstance(new, Portrait)
    return compare(stored.picture, new.picture).likeness is Likeness.SAME
