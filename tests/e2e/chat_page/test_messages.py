"""Conversations in the chat page."""

import re
from pathlib import Path

import pytest
from playwright.async_api import FilePayload, expect

from simulation.photographs import initials
from tests.e2e.chat_page.conftest import Visit
from tests.simulation.world import AMARA, BEN, CHIARA

pytestmark = pytest.mark.e2e


async def test_what_one_says_is_shown_and_reaches_the_bot(visit: Visit) -> None:
    await visit.say("My photo is wrong")
    await expect(visit.last).to_have_attribute("data-state", "sent")
    await expect(visit.last).to_contain_text("My photo is wrong")
    assert visit.heard("message")[0]["text"] == "My photo is wrong"


async def test_what_the_bot_says_is_markdown_without_scripts(visit: Visit) -> None:
    visit.bot_says(
        "**bold** <img src=x onerror='window.pwned=1'> <script>window.pwned=1</script> "
        "[link](javascript:window.pwned=1) [fine](https://example.com) "
        "![picture](https://example.com/spy.png) <at>Eve</at>"
    )
    await expect(visit.last.locator("strong")).to_have_text("bold")
    await expect(visit.last.locator(".mention")).to_have_text("Eve")
    await expect(visit.last.get_by_role("link")).to_have_text(["fine", "picture"])
    assert await visit.last.locator(".text img, .text script").count() == 0
    assert await visit.tab.evaluate("window.pwned") is None


async def test_html_of_the_bot_is_cleaned(visit: Visit) -> None:
    bot = visit.teams.channel.connector.bot_messages
    html = "<b>bold</b><img src=x onerror='window.pwned=1'><iframe src=/></iframe>"
    bot.post(visit.chat, None, {"text": html, "textFormat": "xml"})
    await expect(visit.last.locator(".text")).to_have_text("bold")
    assert await visit.last.locator(".text img, .text iframe").count() == 0
    assert await visit.tab.evaluate("window.pwned") is None
    assert all("Content Security Policy" in complaint for complaint in visit.complaints)
    visit.complaints.clear()


async def test_what_people_write_is_only_text(visit: Visit) -> None:
    await visit.say("<b>no</b> **markdown**")
    await expect(visit.last.locator(".text")).to_have_text("<b>no</b> **markdown**")


async def test_the_bot_is_seen_typing_until_it_speaks(visit: Visit) -> None:
    visit.teams.channel.connector.bot_messages.typing(visit.chat, None)
    typing = visit.tab.locator(".typing")
    await expect(typing).to_have_text("Photobot is typing")
    visit.bot_says("Done")
    await expect(typing).to_be_empty()


async def test_a_failed_message_says_so_and_can_be_sent_again(visit: Visit) -> None:
    visit.teams.bot.status = 500
    await visit.say("hello")
    await expect(visit.last).to_have_attribute("data-state", "failed")
    await expect(visit.last.get_by_role("alert")).to_contain_text("Failed to send")
    visit.teams.bot.status = 200
    await visit.last.get_by_role("button", name="Retry").click()
    await expect(visit.last).to_have_attribute("data-state", "sent")
    assert await visit.last.get_by_role("alert").count() == 0


async def test_a_deleted_message_leaves_a_note(visit: Visit) -> None:
    message = visit.bot_says("Wrong")
    await expect(visit.last).to_contain_text("Wrong")
    visit.teams.channel.connector.bot_messages.delete(visit.chat, message)
    await expect(visit.last).to_contain_text("This message has been deleted.")


async def test_an_attached_picture_is_sent_and_shown(visit: Visit, tmp_path: Path) -> None:
    picture = tmp_path / "me.jpg"
    picture.write_bytes(initials("ME", 200))
    await visit.tab.get_by_label("Picture", exact=True).set_input_files(picture)
    await expect(visit.tab.get_by_role("img", name="me.jpg")).to_be_visible()
    await visit.tab.get_by_role("button", name="Send", exact=True).click()
    await expect(visit.last.locator("img.sent-picture")).to_be_visible()
    assert visit.heard("message")[0]["attachments"][0]["contentType"] == "image/*"


async def test_a_file_that_is_no_picture_is_refused(visit: Visit, tmp_path: Path) -> None:
    document = tmp_path / "me.html"
    document.write_text("<script>")
    await visit.tab.get_by_label("Picture", exact=True).set_input_files(document)
    await expect(visit.tab.locator("#toast")).to_contain_text("Only PNG, JPEG and GIF")


async def test_in_a_group_one_mentions_the_bot(visit: Visit) -> None:
    await visit.go(AMARA, "groupChat")
    box = visit.tab.get_by_role("textbox", name="Message")
    await box.press_sequentially("@Ph")
    await box.press("Enter")
    await box.press_sequentially("help")
    await box.press("Enter")
    await expect(visit.last.locator(".mention")).to_have_text("Photobot")
    await expect(visit.last).to_have_attribute("data-state", "sent")
    assert visit.heard("message")[0]["text"] == "<at>Photobot</at> help"


async def test_a_reply_in_a_channel_stays_with_its_post(visit: Visit) -> None:
    await visit.go(AMARA, "channel")
    await visit.say("@Photobot help")
    await visit.tab.get_by_role("button", name="Reply").first.click()
    await visit.say("@Photobot thanks")
    await expect(visit.log.locator(".replies [data-activity-id]")).to_contain_text("thanks")


async def test_suggested_answers_are_said_with_one_press(visit: Visit) -> None:
    suggestions = {"actions": [{"type": "imBack", "title": "Check", "value": "my photo is wrong"}]}
    activity = {"text": "Hello", "suggestedActions": suggestions}
    visit.teams.channel.connector.bot_messages.post(visit.chat, None, activity)
    await visit.tab.get_by_role("button", name="Check").click()
    await expect(visit.last).to_contain_text("my photo is wrong")


async def test_one_becomes_somebody_else(visit: Visit) -> None:
    visit.bot_says("For Amara only")
    await expect(visit.last).to_contain_text("For Amara only")
    # By name: the opening of Amara's own chat may still be on its way.
    async with visit.tab.expect_response(re.compile(f"{BEN}.*/open$")):
        await visit.tab.get_by_role("button", name="Ben Lindqvist").click()
    await expect(visit.tab.get_by_text("App · you are Ben Lindqvist")).to_be_visible()
    await expect(visit.log).not_to_contain_text("For Amara only")
    assert visit.heard("installationUpdate")[-1]["from"]["aadObjectId"] == BEN


async def test_who_changes_twice_at_once_is_the_last_one(visit: Visit) -> None:
    await visit.tab.evaluate(
        """([first, last]) => { location.hash = `as=${first}`; location.hash = `as=${last}`; }""",
        [CHIARA, BEN],
    )
    await expect(visit.tab.get_by_text("App · you are Ben Lindqvist")).to_be_visible()
    await expect(visit.tab.locator("#panel header")).to_contain_text("Ben Lindqvist")


async def test_what_one_wrote_can_be_changed(visit: Visit) -> None:
    await visit.say("helo")
    await expect(visit.last).to_have_attribute("data-state", "sent")
    await visit.last.hover()
    await visit.last.get_by_role("button", name="Edit").click()
    box = visit.tab.get_by_role("textbox", name="Message")
    await expect(box).to_have_value("helo")
    await visit.say("hello")
    await expect(visit.last.locator(".text")).to_have_text("hello")
    await expect(visit.last).to_contain_text("Edited")
    await visit.teams.bot.has_heard(2)
    [change] = visit.heard("messageUpdate")
    assert change["text"] == "hello"


async def test_a_change_can_be_left(visit: Visit) -> None:
    await visit.say("hello")
    await visit.last.hover()
    await visit.last.get_by_role("button", name="Edit").click()
    await visit.tab.get_by_role("button", name="Leave it as it is").click()
    await expect(visit.tab.get_by_role("textbox", name="Message")).to_have_value("")
    await visit.say("more")
    await expect(visit.log.locator("[data-sender=me] .text")).to_have_text(["hello", "more"])


async def test_a_change_takes_no_pictures_along_and_empties_nothing(
    visit: Visit, tmp_path: Path
) -> None:
    picture = tmp_path / "me.jpg"
    picture.write_bytes(initials("ME", 200))
    await visit.say("helo")
    await visit.last.hover()
    await visit.last.get_by_role("button", name="Edit").click()
    await visit.tab.get_by_label("Picture", exact=True).set_input_files(picture)
    attached = visit.tab.get_by_role("img", name="me.jpg")
    await visit.say("")
    await visit.say("hello")
    await expect(visit.last.locator(".text")).to_have_text("hello")
    await expect(attached).to_be_visible()
    await visit.teams.bot.has_heard(1, "messageUpdate")
    assert [change["text"] for change in visit.heard("messageUpdate")] == ["hello"]


async def test_what_one_wrote_can_be_deleted(visit: Visit) -> None:
    await visit.say("hello")
    await expect(visit.last).to_have_attribute("data-state", "sent")
    await visit.last.hover()
    await visit.last.get_by_role("button", name="Delete").click()
    await expect(visit.last).to_have_attribute("data-state", "deleted")
    await visit.teams.bot.has_heard(2)
    assert len(visit.heard("messageDelete")) == 1


async def test_what_others_wrote_can_be_neither_changed_nor_deleted(visit: Visit) -> None:
    visit.bot_says("Hello")
    await visit.last.hover()
    assert await visit.last.get_by_role("button").count() == 0


async def test_a_file_is_uploaded_and_shown_by_its_name(visit: Visit) -> None:
    picked = FilePayload(name="me.tiff", mimeType="image/tiff", buffer=b"II*\x00")
    async with visit.tab.expect_file_chooser() as chooser:
        await visit.tab.get_by_role("button", name="Upload a file").click()
    await (await chooser.value).set_files(picked)
    await visit.say("")
    await expect(visit.last).to_contain_text("me.tiff")
    attachments = visit.heard("message")[0]["attachments"]
    assert attachments[0]["content"]["fileType"] == "tiff"
