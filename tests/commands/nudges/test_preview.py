"""`nudges preview` against the simulated tenant, by the real command line."""

import json

import pytest

from simulation.photographs import photograph
from simulation.running import Simulation
from tests.commands.conftest import Run
from tests.commands.nudges.changes import (
    CHAT,
    WATCHED,
    Rows,
    a_change,
    a_message,
    everything,
    found,
    told,
    upn,
)
from tests.simulation.world import AMARA, BEN

pytestmark = pytest.mark.asyncio(loop_scope="session")


def upload_another(tenant: Simulation, person: str) -> None:
    tenant.tenant.change_photo(person, photograph(7, width=400, height=400))


@pytest.mark.usefixtures("administrator")
async def test_a_preview_decides_and_shows_the_card_in_the_persons_language_and_writes_nothing(
    run: Run, tenant: Simulation, rows: Rows
) -> None:
    upload_another(tenant, BEN)
    rows(WATCHED, BEN)
    rows(CHAT, BEN, "zh-TW")
    a_change(rows, BEN, days=2)
    before, held = everything(rows), {each: tenant.tenant.snapshot(each) for each in (BEN, AMARA)}
    seen = await found(run, "preview", upn(tenant, BEN))
    assert (seen["outcome"], seen["because"], seen["supposed"]) == ("nudge", None, False)
    assert (seen["verdict"], seen["remedy"]) == ("differs", "repair")
    assert (seen["has_chat"], seen["language"]) == (True, "zh_Hant")
    card = seen["card"]
    assert card["type"] == "AdaptiveCard"
    assert card["body"][0]["text"] == "SharePoint 上是另一張相片"
    assert card["refresh"]["userIds"] == ["29:ben"]
    assert [action["verb"] for action in card["actions"]] == ["sync", "not_now", "not_now", "stop"]
    status, output, _ = await told(run, "preview", BEN)
    assert status == 0
    assert "Photobot writes to this person.\n" in output
    assert "The message, in Chinese (Traditional)" in output
    assert f"  | [{card['actions'][0]['title']}]\n" in output
    for text in (card["body"][0]["text"], card["body"][1]["text"]):
        assert f"  | {text}\n" in output
    assert "**" not in output
    assert everything(rows) == before
    assert {each: tenant.tenant.snapshot(each) for each in held} == held


@pytest.mark.usefixtures("administrator")
async def test_without_a_change_a_preview_supposes_one(
    run: Run, tenant: Simulation, rows: Rows
) -> None:
    upload_another(tenant, BEN)
    seen = await found(run, "preview", upn(tenant, BEN))
    assert (seen["change"], seen["supposed"], seen["outcome"]) == (None, True, "nudge")
    assert (seen["has_chat"], seen["language"]) == (False, "en")
    _, output, _ = await told(run, "preview", BEN)
    assert "no change is noted. If one were, and its time of grace were over:" in output
    assert "Photobot has no chat with this person yet." in output
    assert "  | SharePoint has a different photo of you\n" in output
    rows(WATCHED, BEN)
    rows("update watched_person set enabled = false")
    away = await found(run, "preview", BEN)
    assert (away["outcome"], away["because"]) == ("wait", "disabled")


@pytest.mark.usefixtures("administrator")
async def test_a_preview_says_why_nobody_is_written_to(
    run: Run, tenant: Simulation, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows(WATCHED, AMARA)
    rows(WATCHED, BEN)
    settled = await found(run, "preview", AMARA)
    assert (settled["outcome"], settled["because"], settled["card"]) == ("drop", "settled", None)
    upload_another(tenant, BEN)
    a_change(rows, BEN, days=0, next=24)
    early = await found(run, "preview", BEN)
    assert (early["outcome"], early["because"]) == ("wait", "grace")
    assert early["until"] > early["change"]["noticed_at"]
    assert early["card"]["body"][0]["text"] == "SharePoint has a different photo of you"
    _, output, _ = await told(run, "preview", BEN)
    assert "Photobot waits until" in output
    assert "The message if it is still so then" in output
    rows("update watch_hold set paused_at = now()")
    held = await found(run, "preview", BEN)
    assert (held["because"], held["hold"]["held"]) == ("held", True)
    rows("insert into preference (person_id, quiet) values (%s, true)", BEN)
    stopped = await found(run, "preview", BEN)
    assert (stopped["outcome"], stopped["because"], stopped["card"]) == ("drop", "stopped", None)
    monkeypatch.delenv("PHOTOBOT_WATCH")
    off = await found(run, "preview", BEN)
    assert (off["outcome"], off["because"]) == ("drop", "switched_off")


@pytest.mark.usefixtures("administrator")
async def test_a_preview_of_a_sync_that_is_told_shows_the_card_for_its_failure(
    run: Run, tenant: Simulation, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PHOTOBOT_WATCH_POLICY", "sync_and_tell")
    upload_another(tenant, BEN)
    seen = await found(run, "preview", BEN)
    assert (seen["outcome"], seen["card_if_sync_fails"]) == ("sync_and_tell", True)
    assert "Updating SharePoint didn't work." in json.dumps(seen["card"])
    _, output, _ = await told(run, "preview", BEN)
    assert "Photobot updates SharePoint, and tells this person." in output
    assert "The message if SharePoint can't be updated" in output
    monkeypatch.setenv("PHOTOBOT_WATCH_POLICY", "sync_quietly")
    quiet = await found(run, "preview", BEN)
    assert (quiet["outcome"], quiet["card"]) == ("sync_quietly", None)


@pytest.mark.usefixtures("administrator")
async def test_a_preview_tells_of_a_message_that_waits_and_takes_its_reference(
    run: Run, tenant: Simulation, rows: Rows
) -> None:
    upload_another(tenant, BEN)
    rows(WATCHED, BEN)
    reference = a_message(rows, a_change(rows, BEN, outcome="nudged"), BEN, "queued")
    seen = await found(run, "preview", BEN)
    assert seen["message"] == {"reference": reference, "state": "queued", "reason": None}
    assert (seen["outcome"], reference in json.dumps(seen["card"])) == ("nudge", True)
    _, output, _ = await told(run, "preview", BEN)
    assert f"The latest message, {reference}, is queued." in output


@pytest.mark.usefixtures("administrator")
async def test_nobody_is_previewed_under_a_name_that_does_not_exist(run: Run) -> None:
    status, output, _ = await told(run, "preview", "nobody@contoso.com", "--json")
    assert status == 1
    said = "nobody@contoso.com: Entra ID knows nobody by this name"
    assert json.loads(output) == {"upn": "nobody@contoso.com", "error": said}
