"""“Is this from you?”, for messages that were sent, that were not, and to somebody else."""

from tests.behaviours.fakes import said, title, turn
from tests.behaviours.nudge.office import DAY, Office
from tests.behaviours.presses import words
from tests.photos.examples import thumbnails_of


async def test_is_this_from_you_is_answered_with_the_reference(nudged: Office) -> None:
    reference = (await nudged.nudges())[0]["reference"]
    for text in ("is this from you?", f"is {reference.lower()} from you?", reference):
        reply = await nudged.stage.play(said(text, text))
        assert reference in words(reply)
    assert title(reply) == "Yes, that's from me"
    unknown = await nudged.stage.play(said("is PB-0000000 from you?", "7"))
    assert title(unknown) == "I don't know that message"
    assert "PB-0000000" in words(unknown)


async def test_nobody_gets_an_answer_about_a_message_to_somebody_else(nudged: Office) -> None:
    reference = (await nudged.nudges())[0]["reference"]
    for text in (f"is {reference} from you?", "is this from you?"):
        reply = await nudged.stage.play(turn(said(text).event, text, person_id="somebody else"))
        assert title(reply) in ("I don't know that message", "I haven't sent you such a message")


async def test_a_message_that_was_never_sent_is_not_from_me(office: Office) -> None:
    await office.changed()
    office.stage.clock.now += DAY
    await office.decider().drain()
    office.stage.sharepoint.files = thumbnails_of(1)
    await office.sender().drain()
    reference = (await office.nudges())[0]["reference"]
    reply = await office.stage.play(said(f"is {reference} from you?"))
    assert title(reply) == "I don't know that message"
    reply = await office.stage.play(said("is this from you?", "2"))
    assert title(reply) == "I haven't sent you such a message"
