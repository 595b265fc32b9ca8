"""Pictures under a former name: offered after a sync, asked about, removed for oneself."""

import asyncio
from dataclasses import dataclass, field, replace

import pytest

from bot.core.failures import FailureReason, ServiceFailure
from bot.photos.capabilities import Capability
from bot.photos.library import Thumbnails
from bot.photos.readings import FileReading, NoPhoto, NotRead, Size, StoredFile
from bot.use_cases.proven_files import ProvenFile
from tests.behaviours.fakes import Shown, pressed, said, title, verbs
from tests.behaviours.memory import FakeEffects
from tests.behaviours.presses import press, words
from tests.behaviours.stage import Stage
from tests.behaviours.test_at_once import Held
from tests.cards.first_look import first_look
from tests.photos.examples import ACCOUNT, EVERYTHING, MY_SITE, PICTURE_URL, showing, thumbnails_of
from tests.use_cases.fakes import (
    FakeCapabilities,
    FakeMicrosoft365,
    FakeProvenFiles,
    FakeSharePoint,
)

FORMER = Thumbnails(MY_SITE, "/User Photos/Profile Pictures", "amara_former_contoso_com")
PATHS = tuple(FORMER.path(size) for size in Size)
NEIGHBOUR = "/User Photos/Profile Pictures/ben_lindqvist_contoso_com_LThumb.jpg"
DONE = "Done! SharePoint now has this photo"
ASKED = "Remove your old pictures?"
REMOVE_BUTTON = "Remove the old pictures"
BOB = "00000000-0000-4000-8000-0000000000b0"


@dataclass
class Renamed(FakeSharePoint):
    """SharePoint of somebody renamed: it shows the files under the former name."""

    former: dict[str, str] = field(
        default_factory=lambda: {path: f'"{path[-10]},1"' for path in (*PATHS, NEIGHBOUR)}
    )
    refuses: bool = False
    unread: bool = False

    async def file(self, my_site: str, path: str) -> FileReading:
        if self.unread:
            return NotRead(FailureReason.UNAVAILABLE)
        if path in self.former:
            return StoredFile(self.former[path])
        is_own = "amara_okafor" in path
        return StoredFile('"own,1"') if is_own else NoPhoto()

    async def remove_thumbnail(
        self, place: Thumbnails, size: Size, etag: str | None = None
    ) -> None:
        path = place.path(size)
        if self.refuses or (etag and self.former.get(path) != etag):
            raise ServiceFailure("sharepoint", FailureReason.UNEXPECTED, code="http_412")
        self.asked.append(f"remove {path}")
        self.former.pop(path)


def renamed() -> Renamed:
    address = PICTURE_URL.replace("amara_okafor", "amara_former")
    return Renamed(showing(picture_url=address), files=thumbnails_of(2))


def proof(whose: str = ACCOUNT.id) -> FakeProvenFiles:
    files = [ProvenFile(MY_SITE, path, f'"{path[-10]},1"', "W/1", written=True) for path in PATHS]
    return FakeProvenFiles({each.path.casefold(): (whose, each) for each in files})


@pytest.fixture
def stage() -> Stage:
    return Stage(sharepoint=renamed(), proven_files=proof())


def removed(stage: Stage) -> list[str]:
    return [line for line in stage.sharepoint.asked if line.startswith("remove")]


async def synced(stage: Stage) -> Shown | None:
    checked = await stage.play(said("my photo is wrong"))
    return await stage.play(pressed("sync", verbs(checked)["sync"], "sync"))


async def asked(stage: Stage) -> Shown | None:
    return await press(stage, await synced(stage), REMOVE_BUTTON)


async def test_after_a_sync_they_are_named_and_offered_for_removal(stage: Stage) -> None:
    reply = await synced(stage)
    assert title(reply) == DONE
    assert "Pictures under another name are still in SharePoint." in words(reply)
    assert "I put them there for you, and nobody has changed them since" in words(reply)
    assert "ask_to_remove_former" in verbs(reply)
    assert removed(stage) == []


async def test_a_press_asks_first_and_names_each_file(stage: Stage) -> None:
    reply = await asked(stage)
    assert title(reply) == ASKED
    assert list(verbs(reply)) == ["remove_former", "keep_photo"]
    assert all(rf"amara\_former\_contoso\_com\_{size}Thumb.jpg" in words(reply) for size in "SML")
    assert "I can't undo this" in words(reply)
    assert removed(stage) == []


async def test_confirmed_they_are_removed_and_nothing_else_is(stage: Stage) -> None:
    reply = await press(stage, await asked(stage), REMOVE_BUTTON)
    assert title(reply) == "Done! Your old pictures are removed"
    assert removed(stage) == [f"remove {path}" for path in PATHS]
    assert "SharePoint, small, under a former name: removed, and looked for again" in words(reply)
    assert {"undo", "ask_to_remove_former", "remove_former"}.isdisjoint(verbs(reply))
    assert isinstance(stage.sharepoint, Renamed)
    assert list(stage.sharepoint.former) == [NEIGHBOUR]


async def test_no_leaves_them(stage: Stage) -> None:
    reply = await press(stage, await asked(stage), "No, keep them")
    assert title(reply) == "I have changed nothing"
    assert removed(stage) == []


async def test_without_proof_they_are_named_and_no_button_removes_them(stage: Stage) -> None:
    stage.proven_files = FakeProvenFiles()
    reply = await synced(stage)
    assert "nothing proves that they are yours" in words(reply)
    assert "ask your IT support to delete them" in words(reply)
    assert "ask_to_remove_former" not in verbs(reply)


async def test_what_photobot_wrote_for_somebody_else_is_not_offered(stage: Stage) -> None:
    stage.proven_files = proof(BOB)
    assert "ask_to_remove_former" not in verbs(await synced(stage))


async def test_a_process_that_may_not_delete_offers_no_removal(stage: Stage) -> None:
    offered = verbs(await synced(stage))
    stage.capabilities = FakeCapabilities(EVERYTHING - {Capability.WRITE_SHAREPOINT_FILES})
    reply = await stage.play(pressed("ask_to_remove_former", offered["ask_to_remove_former"]))
    assert title(reply) == "I can't remove any old pictures"
    assert "Your IT support can delete them." in words(reply)
    assert removed(stage) == []


async def test_a_forged_press_asks_and_removes_nothing(stage: Stage) -> None:
    reply = await synced(stage)
    assert "remove_former" not in verbs(reply)
    # The card is the person's own, and never showed this button.
    forged = pressed("remove_former", verbs(reply)["undo"], "forged")
    again = await stage.play(forged)
    assert title(again) == ASKED
    for data in ({}, {"card": BOB}, {"card": "x" * 5000}):
        assert title(await stage.play(pressed("remove_former", data, f"forged {data}"))) == ASKED
    assert removed(stage) == []


async def test_somebody_elses_press_on_the_card_removes_nothing(stage: Stage) -> None:
    reply = await asked(stage)
    [row] = [each for each in stage.cards.rows.values() if "remove_former" in each.offers]
    stage.cards.rows[row.id] = replace(row, reader=BOB, subject=BOB)
    again = await stage.play(pressed("remove_former", verbs(reply)["remove_former"], "stolen"))
    assert title(again) == ASKED
    assert removed(stage) == []


async def test_a_file_that_was_written_after_the_question_is_not_removed(stage: Stage) -> None:
    reply = await asked(stage)
    assert isinstance(stage.sharepoint, Renamed)
    stage.sharepoint.former[PATHS[0]] = '"S,2"'
    again = await press(stage, reply, REMOVE_BUTTON)
    assert title(again) == "This isn't what you were shown"
    assert removed(stage) == []
    # What still is provably theirs can be asked about anew.
    asked_again = await press(stage, again, REMOVE_BUTTON)
    named = words(asked_again).partition("What stays")
    assert ("SThumb" in named[0], "LThumb" in named[0]) == (False, True)
    assert "SThumb" in named[2]


async def test_while_one_can_not_be_read_it_is_said_that_they_could_not_be_looked_for(
    stage: Stage,
) -> None:
    reply = await asked(stage)
    assert isinstance(stage.sharepoint, Renamed)
    stage.sharepoint.unread = True
    again = await press(stage, reply, REMOVE_BUTTON)
    assert title(again) == "I couldn't remove your old pictures"
    assert "The service isn't available. Try again in a few minutes." in words(again)
    asked_again = await asked_anew(stage)
    assert title(asked_again) == "I can't remove any old pictures"
    assert "I couldn't look for them." in words(asked_again)
    assert removed(stage) == []


async def test_a_removal_that_is_refused_is_told_so(stage: Stage) -> None:
    reply = await asked(stage)
    assert isinstance(stage.sharepoint, Renamed)
    stage.sharepoint.refuses = True
    again = await press(stage, reply, REMOVE_BUTTON)
    assert title(again) == "Not all old pictures are removed"
    assert "not removed; the removal was not taken" in words(again)
    assert "ask_to_remove_former" in verbs(again)


async def test_of_two_presses_at_once_one_removes_them(stage: Stage) -> None:
    first, second = await asked(stage), await asked_anew(stage)
    held = Held()
    stage.effects = held
    removing = asyncio.create_task(press(stage, first, REMOVE_BUTTON))
    await held.reached.wait()
    other = Stage(
        sharepoint=stage.sharepoint,
        proven_files=stage.proven_files,
        cards=stage.cards,
        leases=stage.leases,
        effects=held,
    )
    assert title(await press(other, second, REMOVE_BUTTON)) == "Your photo is being changed already"
    held.let_go.set()
    assert title(await removing) == "Done! Your old pictures are removed"
    assert removed(stage) == [f"remove {path}" for path in PATHS]


async def asked_anew(stage: Stage) -> Shown | None:
    return await stage.play(pressed("ask_to_remove_former", {}, "anew"))


async def test_a_second_press_on_the_same_card_removes_nothing_more(stage: Stage) -> None:
    reply = await asked(stage)
    await press(stage, reply, REMOVE_BUTTON)
    again = await press(stage, reply, REMOVE_BUTTON)
    assert title(again) == "I can't remove any old pictures"
    assert "I found none that I put into SharePoint for you." in words(again)
    assert removed(stage) == [f"remove {path}" for path in PATHS]


async def test_every_removal_is_in_the_audit_without_a_name(stage: Stage) -> None:
    await press(stage, await asked(stage), REMOVE_BUTTON)
    assert isinstance(stage.effects, FakeEffects)
    rows = [each.effect for each in await stage.effects.of_person(ACCOUNT.id, stage.clock())]
    former = [each for each in rows if each.action == "remove"]
    assert [each.target for each in former] == [f"sharepoint:former_{size}" for size in "SML"]
    assert {(each.act, str(each.actor)) for each in former} == {
        ("remove_former", f"person:{ACCOUNT.id}")
    }


async def test_no_row_of_a_card_keeps_a_name(stage: Stage) -> None:
    await press(stage, await asked(stage), REMOVE_BUTTON)
    assert "amara_former" not in str([each.record for each in stage.cards.rows.values()])


async def test_a_card_has_at_most_six_buttons(stage: Stage) -> None:
    reply = await synced(stage)
    assert reply is not None
    assert len(first_look(reply.card).buttons) <= 6


async def test_a_wish_to_remove_everything_leads_to_them_where_nothing_else_is_left() -> None:
    stage = Stage(
        microsoft_365=FakeMicrosoft365(picture=NoPhoto()),
        sharepoint=replace(
            renamed(), held=showing(picture_url=""), files=dict.fromkeys(Size, NoPhoto())
        ),
        proven_files=proof(),
    )
    reply = await stage.play(said("remove my photo everywhere"))
    assert title(reply) == ASKED
    assert title(await press(stage, reply, REMOVE_BUTTON)) == "Done! Your old pictures are removed"
    again = await stage.play(said("remove my photo everywhere", "again"))
    assert title(again) == "There's no photo of you to remove"
    assert isinstance(stage.sharepoint, Renamed)
    stage.sharepoint.unread = True
    unsure = await stage.play(said("remove my photo everywhere", "unsure"))
    assert title(unsure) == "I can't remove any old pictures"
    assert "I couldn't look for them." in words(unsure)


async def test_once_they_are_removed_no_earlier_change_is_taken_for_the_latest(
    stage: Stage,
) -> None:
    reply = await synced(stage)
    assert "undo" in verbs(reply)
    await press(stage, await press(stage, reply, REMOVE_BUTTON), REMOVE_BUTTON)
    assert title(await stage.play(said("undo", "late"))) == "There's nothing I can undo here"
