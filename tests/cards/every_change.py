"""Every card with which people change their own pictures."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from bot.behaviours.remove import texts as removal
from bot.behaviours.replace import texts as new_picture
from bot.chat.language import Listener
from bot.chat.ports import NotFetched
from bot.chat.reply import Card
from bot.chat.stores import CardRow, CardState
from bot.conversation.way_back import WayBack
from bot.core.expiring_store import Shelf
from bot.photos.copies import copies_of
from bot.photos.diagnose import explain
from bot.photos.findings import Findings
from bot.photos.picture import Picture
from bot.photos.portrait import Portrait, Unsuitable
from bot.photos.readings import NoPhoto, Size
from bot.results import change_texts as changes
from bot.results.change_texts import Change
from bot.results.pictures import inline
from bot.results.view import Presenter
from bot.texts.remedies import Links
from bot.use_cases.authorizer import Actor
from bot.use_cases.check import Checkup
from bot.use_cases.holding import NOTHING as NOTHING_HELD
from bot.use_cases.ports import Person
from bot.use_cases.remove import ELSEWHERE, Removal
from bot.use_cases.rewrite import MICROSOFT_365
from bot.use_cases.sync import Ending, Synced
from bot.use_cases.write import REMOVE, WRITE, Outcome, Step
from cards.checkup import checkup_card
from cards.message import message_card
from cards.picture import picture_card
from cards.views import MessageView, PictureView
from tests.photos.examples import ACCOUNT, EVERYTHING, READ_AT, UPN, photo, readings, thumbnails_of

CARD = UUID(int=7)
MOST_BYTES = 4 * 1024 * 1024
ALL = tuple(f"sharepoint:{size.value}" for size in Size)
LEFT = Removal(left=(MICROSOFT_365, *ALL))
ROW = CardRow(
    id=CARD,
    reader=ACCOUNT.id,
    subject=ACCOUNT.id,
    actor=Actor.person(ACCOUNT.id),
    conversation_id="a:1",
    request_id="1",
    message_id=None,
    state=CardState.SYNCING,
    locale=None,
    facts={},
    lease=None,
    created_at=READ_AT,
    expires_at=READ_AT,
)
STEPS = tuple(
    Step(target, outcome, action=action)
    for target in (MICROSOFT_365, "sharepoint:L", ELSEWHERE)
    for action in (WRITE, REMOVE)
    for outcome in Outcome
)


def every_change(links: Links, listener: Listener) -> Iterator[tuple[str, Card]]:
    for name, view in _messages(links, listener):
        yield f"change-{name}", message_card(view)
    for pixels in (320, 1000):
        yield f"new-picture-{pixels}", picture_card(_asked(pixels, listener))
    presenter = Presenter(inline, links)
    for name, checkup in _choices():
        yield f"choice-{name}", checkup_card(presenter.checkup(checkup, CARD, listener))
    for name, card in _changed(presenter, listener):
        yield f"changed-{name}", card


def _messages(links: Links, listener: Listener) -> Iterator[tuple[str, MessageView]]:
    _ = listener.gettext
    for text in (
        *(changes.changing, changes.too_late, new_picture.looking, new_picture.several),
        *(new_picture.not_a_picture, new_picture.damaged, new_picture.too_many_pixels),
        *(new_picture.gone, new_picture.left_alone, removal.looking, removal.nothing),
    ):
        yield text.__name__, text(_)
    for unsuitable in Unsuitable:
        yield unsuitable.value, new_picture.unsuitable(unsuitable, _)
    for reason in NotFetched.Reason:
        yield reason.value, new_picture.not_fetched(reason, MOST_BYTES, _)
    yield "not_permitted", new_picture.not_permitted(links, _)
    yield "not_removable", removal.not_possible(LEFT, links, _)
    for name, asked in {"all": _everything(), "some": replace(_everything(), left=ALL)}.items():
        yield f"confirm_{name}", removal.confirmation(asked, str(CARD), _)


def _everything() -> Removal:
    wanted = replace(NOTHING_HELD, microsoft_365=NoPhoto(), properties={"PictureURL": ""})
    return Removal(wanted)


def _asked(pixels: int, listener: Listener) -> PictureView:
    _ = listener.gettext
    shown = photo()
    square = Portrait(shown.data, pixels, _of(shown.picture, pixels))
    until = listener.moment(READ_AT + timedelta(minutes=10))
    return PictureView(
        title=new_picture.title(_),
        picture=inline(shown, 200),
        alternative=new_picture.alternative(_),
        width=200,
        paragraphs=new_picture.what_happens(square, until, _),
        buttons=new_picture.buttons(str(CARD), _),
    )


def _of(picture: Picture, pixels: int) -> Picture:
    return replace(picture, width=pixels, height=pixels)


def _choices() -> Iterator[tuple[str, Checkup]]:
    """Where SharePoint's picture may be chosen: beside a repair, alone, and without any."""
    for name, read, granted in (
        ("both", readings(stored=thumbnails_of(2)), EVERYTHING),
        ("alone", readings(NoPhoto()), EVERYTHING),
    ):
        findings = Findings(read, copies_of(read))
        yield name, Checkup(Person(ACCOUNT.id, UPN), read, explain(findings, granted), granted)


def _changed(presenter: Presenter, listener: Listener) -> Iterator[tuple[str, Card]]:
    way_back = WayBack(Shelf(lambda: READ_AT, timedelta(hours=1)))
    checkup = dict(_choices())["both"]
    for change in Change:
        for ending in Ending:
            steps = STEPS if ending in {Ending.FIXED, Ending.NOT_FIXED} else ()
            synced = Synced(ending, steps, checkup)
            view = presenter.changed(change, synced, CARD, listener)
            card = checkup_card(way_back.offered(view, synced, ROW, listener))
            yield f"{change.value}-{ending.value}", card
