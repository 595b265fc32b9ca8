"""Every card with which people change their own pictures."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from bot.behaviours.remove import texts as removal
from bot.behaviours.remove_former import texts as former
from bot.behaviours.replace import texts as new_picture
from bot.behaviours.replace.view import picture_view
from bot.chat.language import Reader
from bot.chat.pictures import NotFetched
from bot.chat.surface import Card
from bot.core.expiring_store import ExpiringStore
from bot.core.failures import FailureReason
from bot.photos.copies import copies_of
from bot.photos.diagnose import explain
from bot.photos.findings import Findings
from bot.photos.library import Thumbnails
from bot.photos.looks import Look
from bot.photos.picture import Picture
from bot.photos.portrait import Cut, Portrait
from bot.photos.readings import NoPhoto, NotRead, Size
from bot.results import change_texts as changes
from bot.results.change_texts import Change
from bot.results.pictures import inline
from bot.results.plain_view import PlainViews
from bot.results.view import ResultViews
from bot.texts.links import Links
from bot.use_cases.changes import UnderWay
from bot.use_cases.check import CheckResult
from bot.use_cases.former import NO_FORMER_FILES, FormerFile, FormerFiles
from bot.use_cases.ports import Person
from bot.use_cases.remove import ELSEWHERE, Removal
from bot.use_cases.snapshot import NOTHING as NOTHING_HELD
from bot.use_cases.snapshot_writer import MICROSOFT_365
from bot.use_cases.sync import ActResult, Ending
from bot.use_cases.write import REMOVE, WRITE, Step, WriteOutcome
from cards.render import card_of
from cards.views import MessageView, PictureView
from tests.photos.examples import (
    ACCOUNT,
    EVERYTHING,
    MY_SITE,
    READ_AT,
    UPN,
    photo,
    readings,
    thumbnails_of,
)

CARD = UUID(int=7)
MAX_BYTES = 4 * 1024 * 1024
ALL = tuple(f"sharepoint:{size.value}" for size in Size)
FORMER = Thumbnails(MY_SITE, "/User Photos/Profilbilder", "王小明")
FOREIGN = FormerFiles((FormerFile(FORMER, Size.L),))
MINE = FormerFiles(tuple(FormerFile(FORMER, size, '"1"') for size in (Size.S, Size.M)))
BOTH = FormerFiles((*MINE.there, *FOREIGN.there))
UNREAD = FormerFiles(unread=NotRead(FailureReason.TIMED_OUT))
MINE_AND_UNREAD = replace(MINE, unread=UNREAD.unread)
LEFT = Removal(left=(MICROSOFT_365, *ALL))
STEPS = tuple(
    Step(target, outcome, action=action)
    for target in (MICROSOFT_365, "sharepoint:L", "sharepoint:former_L", ELSEWHERE)
    for action in (WRITE, REMOVE)
    for outcome in WriteOutcome
)
# What is found after an act that ended so; else the photos differ.
FOUND_AFTER = {
    Ending.FIXED: "in_sync",
    Ending.NOTHING_TO_DO: "in_sync",
    Ending.UNCHECKED: "large_not_read",
}
LARGE_NOT_READ = readings(stored={**thumbnails_of(1), Size.L: NotRead(FailureReason.UNAVAILABLE)})


def every_change(links: Links, reader: Reader) -> Iterator[tuple[str, Card]]:
    for name, view in _messages(links, reader):
        yield f"change-{name}", card_of(view)
    for pixels in (320, 1000):
        yield f"new-picture-{pixels}", card_of(_asked(pixels, reader))
    for look in Look:
        yield f"new-picture-{look.value}", card_of(_asked(1000, reader, look=look))
    for size in ((800, 1000), (3000, 1000)):
        for cut in (Cut.START, Cut.CENTRE):
            card = card_of(_asked(1000, reader, cut=cut, size=size, is_blurred=True))
            yield f"new-picture-{size[0]}-{cut}", card
    views = PlainViews(inline, links)
    for name, check_result in _choices():
        yield f"choice-{name}", card_of(views.of_check(check_result, CARD, reader))
    yield from _changed(views, reader)


def _messages(links: Links, reader: Reader) -> Iterator[tuple[str, MessageView]]:
    _ = reader.gettext
    for text in (
        *(changes.changing, changes.too_late, new_picture.looking, new_picture.several),
        *(new_picture.not_a_picture, new_picture.damaged, new_picture.unusual),
        new_picture.too_many_pixels,
        *(new_picture.gone, new_picture.left_alone, removal.looking, removal.nothing),
    ):
        yield text.__name__, text(_)
    yield "too_small", new_picture.too_small(150, _)
    for reason in NotFetched.Reason:
        yield reason.value, new_picture.not_fetched(reason, MAX_BYTES, _)
    for may_sign_in in (False, True):
        refused = new_picture.not_permitted(links, _, may_sign_in=may_sign_in)
        yield f"not_permitted-{may_sign_in}", refused
    yield "not_removable", removal.not_possible(LEFT, links, _)
    asked_for = {
        "all": _everything(),
        "some": replace(_everything(), left=ALL),
        "photo": replace(_photo(), left=ALL),
        "sharepoint": replace(_in_sharepoint(), left=(MICROSOFT_365,)),
    }
    yield "former_looking", former.looking(_)
    yield "former_confirm", former.confirmation(MINE, CARD, _)
    yield "former_confirm_some", former.confirmation(BOTH, CARD, _)
    yield "former_confirm_unread", former.confirmation(MINE_AND_UNREAD, CARD, _)
    for name, there in (("nothing", NO_FORMER_FILES), ("foreign", FOREIGN), ("mine", MINE)):
        yield f"former_{name}", former.not_possible(there, _)
    yield "former_unread", former.not_possible(UNREAD, _)
    for name, asked in asked_for.items():
        yield f"confirm_{name}", removal.confirmation(asked, CARD, _)


def _everything() -> Removal:
    wanted = replace(NOTHING_HELD, microsoft_365=NoPhoto(), properties={"PictureURL": ""})
    return Removal(wanted)


def _photo() -> Removal:
    return Removal(replace(NOTHING_HELD, microsoft_365=NoPhoto()))


def _in_sharepoint() -> Removal:
    return Removal(replace(NOTHING_HELD, properties={"PictureURL": ""}))


def _asked(
    pixels: int,
    reader: Reader,
    *,
    look: Look | None = None,
    cut: Cut = Cut.CENTRE,
    size: tuple[int, int] = (1000, 1000),
    is_blurred: bool = False,
) -> PictureView:
    shown = photo()
    picture, preview = _of(shown.picture, pixels), shown.picture.preview
    portrait = Portrait(
        *(shown.data, pixels, picture, cut, shown.data, size, preview, preview, look, is_blurred)
    )
    until = READ_AT + timedelta(minutes=10)
    return picture_view(portrait, inline, card=CARD, until=until, reader=reader)


def _of(picture: Picture, pixels: int) -> Picture:
    return replace(picture, width=pixels, height=pixels)


def _choices() -> Iterator[tuple[str, CheckResult]]:
    """Where SharePoint's picture may be chosen: beside a repair, alone, and without any."""
    for name, read, granted in (
        ("both", readings(stored=thumbnails_of(2)), EVERYTHING),
        ("alone", readings(NoPhoto()), EVERYTHING),
        ("in_sync", readings(), EVERYTHING),
        ("large_not_read", LARGE_NOT_READ, EVERYTHING),
    ):
        findings = Findings(read, copies_of(read))
        yield name, CheckResult(Person(ACCOUNT.id, UPN), read, explain(findings, granted), granted)


def _changed(views: PlainViews, reader: Reader) -> Iterator[tuple[str, Card]]:
    """Every act with every ending, and the button that undoes it where it can be undone."""
    results = ResultViews(views, ExpiringStore(lambda: READ_AT, timedelta(hours=1)))
    choices = dict(_choices())
    names = {"": FOREIGN, "-mine": MINE, "-both": BOTH, "-unread": UNREAD}
    for name, left in names.items():
        renamed = ActResult(Ending.FIXED, STEPS, choices["in_sync"], left=left)
        yield (
            f"changed-renamed{name}",
            card_of(results.of_act(Change.SYNC, renamed, CARD, reader).view),
        )
    stays = ActResult(Ending.NOT_FIXED, STEPS, choices["both"], before=None, left=BOTH)
    result = results.of_act(Change.FORMER_REMOVAL, stays, CARD, reader)
    yield "changed-former-stays", card_of(result.view)
    for change in Change:
        for ending in Ending:
            steps = STEPS if ending in {Ending.FIXED, Ending.UNCHECKED, Ending.NOT_FIXED} else ()
            found = choices[FOUND_AFTER.get(ending, "both")]
            act_result = ActResult(ending, steps, found)
            result = results.of_act(change, act_result, CARD, reader)
            yield f"changed-{change.value}-{ending.value}", card_of(result.view)
        result = results.of_act(change, UnderWay(), CARD, reader)
        yield f"changed-{change.value}-under_way", card_of(result.view)
