"""Two changes of one photo at once: one is made, and the other is told so and can be repeated."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import pytest

from bot.behaviours.sync.behaviour import sync_by_worker
from bot.chat.turn import PictureKind, PictureReference, Said, Turn
from bot.photos.compare import Likeness, compare
from bot.photos.portrait import Portrait, portrait
from bot.photos.readings import Photo
from bot.use_cases.audit import Effect
from simulation.photographs import photograph
from tests.behaviours.fakes import FakePictures, Shown, pressed, title, turn, verbs
from tests.behaviours.memory import FakeEffects
from tests.behaviours.presses import actions, written
from tests.behaviours.stage import Stage
from tests.photos.examples import ACCOUNT

UNDER_WAY = "Your photo is being changed already"
CUT_OFF = "I can't say how this ended"
REFERENCE = PictureReference(PictureKind.INLINE, "https://smba.example/picture")
ASKING: dict[str, Said] = {
    "sync": Said("my photo is wrong"),
    "use_sharepoint_picture": Said("my photo is wrong"),
    "replace": Said("", (REFERENCE,)),
    "remove": Said("remove my photo everywhere"),
}
# A newer picture takes the place of one that waited, so two of them are never asked about.
PAIRS = [pair for pair in product(ASKING, repeat=2) if pair != ("replace", "replace")]
DONE = {
    "sync": "Done! SharePoint now has this photo",
    "use_sharepoint_picture": "Done! Both places now have this photo",
    "replace": "Done! Your new photo is in both places",
    "remove": "Done! Your photo is removed",
}


@dataclass
class Held(FakeEffects):
    """Lets nothing be written until it is let go."""

    reached: asyncio.Event = field(default_factory=asyncio.Event)
    let_go: asyncio.Event = field(default_factory=asyncio.Event)

    async def begin(self, effect: Effect, lease: UUID) -> bool:
        self.reached.set()
        await self.let_go.wait()
        return await super().begin(effect, lease)


@pytest.fixture
def held() -> Held:
    return Held()


@pytest.fixture
def stage(held: Held) -> Stage:
    """Somebody with one photo in Microsoft 365, another in SharePoint, and a third to send."""
    held.leases = (stage := Stage(effects=held)).leases
    stage.pictures = FakePictures(photograph(3, width=800, height=800))
    return stage


def asking(act: str) -> Turn:
    return turn(ASKING[act], f"asks {uuid4()}")


async def press(stage: Stage, act: str, data: Mapping[str, Any]) -> Shown | None:
    """Press, and see the first card; acts that are held go on being held."""
    return await stage.begin(pressed(act, data, f"presses {uuid4()}"))


async def press_again(stage: Stage, told: Shown | None) -> Shown | None:
    action = actions(told)["Try again"]
    return await press(stage, action["verb"], action["data"])


async def offered(stage: Stage, act: str) -> Mapping[str, Any]:
    """The data of an act's button on a card that was just shown."""
    return verbs(await stage.play(asking(act)))[act]


def copies(stage: Stage) -> list[object]:
    return [stage.microsoft_365.picture, *stage.sharepoint.files.values()]


def all_show_the_same(stage: Stage) -> bool:
    cloud, *files = copies(stage)
    assert isinstance(cloud, Photo)
    return all(
        isinstance(file, Photo) and compare(file.picture, cloud.picture).likeness is Likeness.SAME
        for file in files
    )


async def begun(stage: Stage, held: Held, act: str, data: Mapping[str, Any]) -> "asyncio.Task[Any]":
    """Press, and let the act come to its first write, where it is held."""
    task = asyncio.create_task(press(stage, act, data))
    await held.reached.wait()
    return task


async def test_pictures_are_never_swapped_by_two_presses_at_once(stage: Stage, held: Held) -> None:
    held.let_go.set()
    sync, adopt = await offered(stage, "sync"), await offered(stage, "use_sharepoint_picture")
    shown = await asyncio.gather(
        press(stage, "sync", sync), press(stage, "use_sharepoint_picture", adopt)
    )
    done, refused = sorted(map(title, shown))
    assert (done in DONE.values(), refused) == (True, UNDER_WAY)
    assert all_show_the_same(stage)


@pytest.mark.parametrize(("first", "second"), PAIRS)
async def test_the_second_of_two_acts_writes_nothing_and_says_why(
    stage: Stage, held: Held, first: str, second: str
) -> None:
    later, earlier = await offered(stage, second), await offered(stage, first)
    task = await begun(stage, held, first, earlier)
    told = await press(stage, second, later)
    assert (title(told), written(stage)) == (UNDER_WAY, [])
    held.let_go.set()
    assert title(await task) == DONE[first]
    assert {change.effect.card_id for change in held.changes} == {UUID(str(earlier["card"]))}


async def test_the_card_of_the_second_act_can_be_pressed_again(stage: Stage, held: Held) -> None:
    later = await offered(stage, "replace")
    task = await begun(stage, held, "sync", await offered(stage, "sync"))
    told = await press(stage, "replace", later)
    # Still under way, so it may be asked for again and again.
    told = await press_again(stage, told)
    assert title(told) == UNDER_WAY
    held.let_go.set()
    await task
    assert title(await press_again(stage, told)) == DONE["replace"]
    assert stage.waiting.get(ACCOUNT.id, UUID(str(later["card"]))) is None


async def test_the_card_of_the_second_act_still_writes_the_cut_that_was_shown(
    stage: Stage, held: Held
) -> None:
    stage.pictures.data = photograph(3, width=800, height=1200)
    shown = await stage.play(asking("replace"))
    centre = portrait(stage.pictures.data)
    assert isinstance(centre, Portrait)
    await stage.play(pressed("move_cut", verbs(shown)["move_cut"], "moves"))
    task = await begun(stage, held, "sync", await offered(stage, "sync"))
    told = await press(stage, "replace", verbs(shown)["replace"])
    assert title(told) == UNDER_WAY
    held.let_go.set()
    await task
    assert title(await press_again(stage, told)) == "Done! Your new photo is in both places"
    assert isinstance(stage.microsoft_365.picture, Photo)
    assert compare(stage.microsoft_365.picture.picture, centre.picture).likeness is Likeness.SAME


async def test_what_the_second_act_was_shown_still_guards_it(stage: Stage, held: Held) -> None:
    later = await offered(stage, "use_sharepoint_picture")
    task = await begun(stage, held, "sync", await offered(stage, "sync"))
    told = await press(stage, "use_sharepoint_picture", later)
    held.let_go.set()
    await task
    assert title(await press_again(stage, told)) == "This isn't what you were shown"
    assert all_show_the_same(stage)


async def test_an_undo_that_comes_too_early_can_be_asked_for_again(
    stage: Stage, held: Held
) -> None:
    held.let_go.set()
    before = copies(stage)
    fixed = await press(stage, "sync", await offered(stage, "sync"))
    held.let_go.clear()
    held.reached.clear()
    task = await begun(stage, held, "remove", await offered(stage, "remove"))
    told = await press(stage, "undo", verbs(fixed)["undo"])
    assert title(told) == UNDER_WAY
    await stage.crash()
    await task
    held.let_go.set()
    assert title(await press_again(stage, told)) == "Done! Everything is as it was before"
    assert copies(stage) == before


async def test_two_undos_at_once_undo_once(stage: Stage, held: Held) -> None:
    held.let_go.set()
    fixed = await press(stage, "sync", await offered(stage, "sync"))
    held.let_go.clear()
    held.reached.clear()
    undo = verbs(fixed)["undo"]
    task = await begun(stage, held, "undo", undo)
    assert await press(stage, "undo", undo) is None
    held.let_go.set()
    assert title(await task) == "Done! Everything is as it was before"


async def test_a_job_says_on_its_card_that_another_change_is_under_way(
    stage: Stage, held: Held
) -> None:
    handed_over = HandedOver()
    here = replace(stage, writes=handed_over)
    data = await offered(stage, "sync")
    task = await begun(stage, held, "remove", await offered(stage, "remove"))
    await press(here, "sync", data)
    await sync_by_worker(handed_over.card, replace(stage, owner="the worker").services)
    [(_, card)] = stage.channel.updates
    assert (title(card), list(verbs(card))) == (UNDER_WAY, ["sync", "check"])
    held.let_go.set()
    assert title(await task) == "Done! Your photo is removed"


async def test_an_act_that_ends_in_an_apology_lets_the_next_one_begin(
    stage: Stage, held: Held
) -> None:
    stage.effects, data = Full(), await offered(stage, "sync")
    assert title(await press(stage, "sync", data)) == "Something went wrong on my side"
    held.let_go.set()
    stage.effects = held
    assert title(await press(stage, "sync", data)) == "Done! SharePoint now has this photo"


async def test_an_act_that_lost_its_lease_writes_nothing_more_and_claims_nothing(
    stage: Stage, held: Held
) -> None:
    task = await begun(stage, held, "sync", await offered(stage, "sync"))
    stage.leases.owners[ACCOUNT.id] = another = uuid4()
    held.let_go.set()
    shown = await task
    assert (title(shown), written(stage)) == (CUT_OFF, [])
    assert "undo" not in verbs(shown)
    assert stage.leases.owners == {ACCOUNT.id: another}


async def test_an_act_that_lost_its_lease_after_its_last_write_claims_nothing(
    stage: Stage,
) -> None:
    effects = stage.effects = LosingTheLease(leases=stage.leases)
    shown = await press(stage, "sync", await offered(stage, "sync"))
    assert len(effects.changes) == 3
    assert title(shown) == CUT_OFF


@dataclass
class HandedOver:
    """A worker elsewhere that may sync; it is told of one card."""

    card: UUID = field(default_factory=uuid4)

    async def may_sync(self) -> bool:
        return True

    async def sync(self, card_id: UUID) -> None:
        self.card = card_id


class Full(FakeEffects):
    async def begin(self, effect: Effect, lease: UUID) -> bool:
        raise OSError("disk full")


class LosingTheLease(FakeEffects):
    """Another act gets the lease as soon as the third write is noted."""

    async def begin(self, effect: Effect, lease: UUID) -> bool:
        begun = await super().begin(effect, lease)
        if self.leases and len(self.changes) == 3:
            self.leases.owners[effect.subject] = uuid4()
        return begun
