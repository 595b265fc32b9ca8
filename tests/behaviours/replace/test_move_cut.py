"""Another square of the picture, before it is used."""

from bot.photos.compare import compare
from bot.photos.portrait import Cut, Portrait, cut_again, portrait
from bot.photos.readings import Photo
from bot.results.pictures import inline
from simulation.photographs import photograph
from tests.behaviours.fakes import pressed, title, verbs
from tests.behaviours.presses import actions, written
from tests.behaviours.replace.sending import (
    GONE,
    QUESTION,
    SENT,
    SITTER,
    pictures,
    sent,
    shows_the_new,
)
from tests.behaviours.stage import Stage


async def test_a_moved_cut_is_shown_and_then_written(stage: Stage) -> None:
    whole = portrait(SENT)
    assert isinstance(whole, Portrait)
    top, bottom = (cut_again(whole, cut) for cut in (Cut.NEAR_START, Cut.NEAR_END))
    stage.picture = inline
    first = await stage.play(sent())
    down = actions(first)["Show more of the bottom"]["data"]
    moved = await stage.play(pressed("move_cut", down, "2"))
    assert title(moved) == QUESTION
    assert pictures(moved) == [inline(bottom.large), inline(bottom.small)]
    assert written(stage) == []
    await stage.play(pressed("replace", verbs(moved)["replace"], "3"))
    assert isinstance(stage.microsoft_365.picture, Photo)
    stored = stage.microsoft_365.picture.picture
    assert compare(stored, bottom.picture).distance < compare(stored, top.picture).distance


async def test_the_cut_that_a_card_showed_is_written_whatever_was_pressed_since(
    stage: Stage,
) -> None:
    shown = await stage.play(sent())
    await stage.play(pressed("move_cut", actions(shown)["Show more of the top"]["data"], "2"))
    await stage.play(pressed("replace", verbs(shown)["replace"], "3"))
    assert shows_the_new(stage.microsoft_365.picture)


async def test_at_an_end_the_cut_moves_no_further(stage: Stage) -> None:
    reply = await stage.play(sent())
    for number in range(2):
        data = actions(reply)["Show more of the bottom"]["data"]
        reply = await stage.play(pressed("move_cut", data, f"move {number}"))
    assert list(actions(reply)) == [
        *("Show more of the top", "Use this picture everywhere", "Keep my photo")
    ]


async def test_a_wide_picture_moves_left_and_right_and_a_square_one_does_not(
    stage: Stage,
) -> None:
    stage.pictures.data = photograph(SITTER, width=1000, height=800)
    wide = list(actions(await stage.play(sent())))
    assert wide[:2] == ["Show more of the left", "Show more of the right"]
    stage.pictures.data = photograph(SITTER, width=800, height=800)
    assert "move_cut" not in verbs(await stage.play(sent(activity_id="2")))


async def test_a_cut_of_a_picture_that_is_gone_is_not_moved(stage: Stage) -> None:
    data = verbs(await stage.play(sent()))["move_cut"]
    stage.clock.advance(601)
    assert title(await stage.play(pressed("move_cut", data, "2"))) == GONE


async def test_a_move_keeps_the_picture_for_ten_more_minutes(stage: Stage) -> None:
    data = verbs(await stage.play(sent()))["move_cut"]
    stage.clock.advance(590)
    moved = await stage.play(pressed("move_cut", data, "2"))
    stage.clock.advance(590)
    assert (
        title(await stage.play(pressed("replace", verbs(moved)["replace"], "3")))
        == "Done! Your new photo is in both places"
    )
