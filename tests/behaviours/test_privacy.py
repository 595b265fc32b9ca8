"""What is kept of people, asked in the chat."""

from dataclasses import replace

from tests.behaviours.fakes import pressed, said, title
from tests.behaviours.presses import words
from tests.behaviours.stage import Stage

PAGE = "https://photobot.contoso.com/privacy"


async def test_whoever_asks_what_is_kept_reads_it_in_short() -> None:
    stage = Stage()
    reply = await stage.play(said("what do you keep about me?"))
    assert title(reply) == "I never store your photo"
    assert "I keep what I found, changed and sent you for 30 days" in words(reply)
    assert "Your IT support can show you that, or delete it." in words(reply)
    assert stage.microsoft_365.asked == []


async def test_the_card_leads_to_the_page_that_says_all_of_it_where_there_is_one() -> None:
    stage = Stage()
    assert "/privacy" not in str(await stage.play(said("what do you keep about me?")))
    stage.links = replace(stage.links, privacy=PAGE)
    assert PAGE in str(await stage.play(pressed("privacy", {})))
