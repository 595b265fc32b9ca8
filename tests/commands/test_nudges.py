"""`nudges list`, `preview` and `report` against the simulated tenant, by the real command line."""

import asyncio
import csv
import io
import json
from collections.abc import Callable
from typing import Any, LiteralString
from uuid import uuid4

import psycopg
import pytest
from psycopg.rows import dict_row

from simulation.faults import Fault, Kind
from simulation.photographs import photograph
from simulation.running import Simulation
from tests.commands.conftest import Run
from tests.simulation.world import AMARA, BEN, CHIARA

pytestmark = pytest.mark.asyncio(loop_scope="session")

SignIn = Callable[[str], None]
Rows = Callable[..., list[dict[str, Any]]]
DENIED = "Authorization_RequestDenied"
NOBODY = "1b4e28ba-2fa1-11d2-883f-0016d3cca427"
ALWAYS = {"PHOTOBOT_WATCH_HOURS": "00:00-23:59:59.999999", "PHOTOBOT_WATCH_DAYS": "mon-sun"}
TABLES: LiteralString = """
select table_name from information_schema.tables
where table_schema = 'public' and table_type = 'BASE TABLE'
"""
CHANGED: LiteralString = """
insert into photo_change (id, subject, kind, noticed_at, not_before, expires_at, outcome, because)
values (%(id)s, %(person)s, 'changed', now() - %(days)s * interval '1 day',
    now() + %(next)s * interval '1 hour', now() + interval '30 days', %(outcome)s, %(because)s)
"""
WATCHED: LiteralString = """
insert into watched_person (subject, enabled, guest, generation) values (%s, true, false, 1)
"""
NUDGED: LiteralString = """
insert into nudge (id, change_id, subject, kind, noticed_at, reference, is_shadow, created_at,
    sent_at, expires_at)
values (%(id)s, %(change)s, %(person)s, 'changed', now(), %(reference)s, %(shadow)s, now(),
    case when %(state)s = 'delivered' then now() end, now() + interval '30 days')
"""
QUEUED: LiteralString = """
insert into outbox (id, reader, subject, actor, kind, about, state, due_at, not_before, attempts,
    reason, created_at, expires_at)
values (%(message)s, %(person)s, %(person)s, 'policy', 'nudge', %(id)s, %(state)s, now(), now(), 0,
    %(reason)s, now(), now() + interval '30 days')
"""
CHAT: LiteralString = """
insert into conversation (person_id, conversation_id, service_url, tenant_id, bot_id, user_id,
    locale, timezone)
values (%s, 'a:1', 'https://smba.example', 'tenant', '28:bot', '29:ben', %s, 'Asia/Taipei')
"""


@pytest.fixture
def administrator(
    monkeypatch: pytest.MonkeyPatch, signed_in_as: SignIn, database_url: str, tenant: Simulation
) -> None:
    """Somebody who runs commands, with a database that is new, at any hour."""
    signed_in_as("writer")
    for name, value in ALWAYS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("PHOTOBOT_WATCH", "on")


@pytest.fixture
def rows(database_url: str) -> Rows:
    def execute(query: LiteralString, *values: object, **named: object) -> list[dict[str, Any]]:
        with (
            psycopg.connect(database_url, autocommit=True, row_factory=dict_row) as connection,
            connection.execute(query, named or values or None) as cursor,
        ):
            return cursor.fetchall() if cursor.description else []

    return execute


async def told(run: Run, *arguments: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error; a command has a loop of its own."""
    return await asyncio.to_thread(run, "nudges", *arguments)


async def found(run: Run, *arguments: str) -> Any:
    """The one JSON object of a command that did what it was asked to."""
    status, output, _ = await told(run, *arguments, "--json")
    assert status == 0, output
    return json.loads(output)


def a_change(rows: Rows, person: str, **given: Any) -> Any:
    values = {"id": uuid4(), "days": 2, "next": 0, "outcome": None, "because": None} | given
    rows(CHANGED, person=person, **values)
    return values["id"]


def a_message(rows: Rows, change: Any, person: str, state: str, reason: str | None = None) -> str:
    values = {"id": uuid4(), "change": change, "person": person, "state": state}
    reference = f"PB-{uuid4().hex[:7].upper()}"
    shadow = state == "shadow"
    rows(NUDGED, **values, reference=reference, shadow=shadow)
    if not shadow:
        rows(QUEUED, **values, message=uuid4(), reason=reason)
    return reference


def upn(tenant: Simulation, person: str) -> str:
    return tenant.tenant.people[person].upn


def everything(rows: Rows) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables."""
    names = sorted(row["table_name"] for row in rows(TABLES))
    return {name: rows(f'select * from "{name}" order by 1::text') for name in names}


@pytest.mark.usefixtures("administrator")
async def test_changes_and_their_messages_are_listed_by_name_newest_first(
    run: Run, tenant: Simulation, rows: Rows
) -> None:
    waiting = a_change(rows, BEN, days=1, next=5, outcome="waits", because="grace")
    told_of = a_change(rows, AMARA, days=3, outcome="nudged")
    gone = a_change(rows, NOBODY, days=4, outcome="nudged")
    reference = a_message(rows, told_of, AMARA, "failed", "blocked")
    shadow = a_message(rows, gone, NOBODY, "shadow")
    listed = await found(run, "list")
    assert [each["upn"] for each in listed["changes"]] == [
        upn(tenant, BEN),
        upn(tenant, AMARA),
        None,
    ]
    ben, amara, nobody = listed["changes"]
    assert (ben["state"], ben["outcome"], ben["because"]) == ("open", "waits", "grace")
    assert (ben["messages"], ben["held_since"], nobody["id"]) == ([], None, NOBODY)
    assert [each["reference"] for each in amara["messages"]] == [reference]
    assert (amara["messages"][0]["state"], amara["messages"][0]["reason"]) == ("failed", "blocked")
    assert (nobody["messages"][0]["reference"], nobody["messages"][0]["shadow"]) == (shadow, True)
    assert listed["more"] is False
    status, output, errors = await told(run, "list")
    assert (status, errors) == (0, "")
    assert f"{upn(tenant, BEN)}  photo changed: waits (it may settle by itself), next on" in output
    assert f"{reference}  failed (blocked)" in output
    assert f"{NOBODY}  photo changed: a message" in output
    assert f"{shadow}  not sent, in shadow" in output
    assert waiting


@pytest.mark.usefixtures("administrator")
async def test_what_is_due_while_all_is_held_says_so_and_since_when(run: Run, rows: Rows) -> None:
    a_change(rows, BEN, days=1, next=-1)
    a_change(rows, AMARA, days=2, next=5, outcome="waits", because="grace")
    rows("update watch_hold set held_at = '2026-03-02T09:00Z', held_because = 'many changed'")
    listed = await found(run, "list")
    ben, amara = listed["changes"]
    assert (ben["because"], ben["held_since"]) == ("held", "2026-03-02T09:00:00+00:00")
    assert (amara["because"], amara["held_since"]) == ("grace", None)
    assert listed["hold"]["held_because"] == "many changed"
    _, output, _ = await told(run, "list")
    assert output.startswith("Held on 2026-03-02 09:00 UTC, because many changed")
    assert "photo changed: held since 2026-03-02 09:00 UTC" in output


@pytest.mark.usefixtures("administrator")
async def test_a_list_is_filtered_and_says_where_it_was_cut_off(run: Run, rows: Rows) -> None:
    for days, person in enumerate((BEN, AMARA, CHIARA), start=1):
        a_change(rows, person, days=days)
    rows("update photo_change set state = 'ended' where subject = %s", AMARA)
    a_message(rows, uuid4(), NOBODY, "delivered")

    async def ids(*arguments: str) -> list[str]:
        return [each["id"] for each in (await found(run, "list", *arguments))["changes"]]

    assert await ids() == [NOBODY, BEN, AMARA, CHIARA]
    assert await ids("--state", "open") == [BEN, CHIARA]
    assert await ids("--state", "ended") == [AMARA]
    assert await ids("--state", "past") == [NOBODY]
    assert await ids("--since", "36h") == [NOBODY, BEN]
    assert await ids("--since", "2d", "--state", "open") == [BEN]
    assert await ids("--limit", "2") == [NOBODY, BEN]
    assert await ids("--limit", "0") == [NOBODY, BEN, AMARA, CHIARA]
    assert (await found(run, "list", "--limit", "3"))["more"] is True
    assert (await found(run, "list", "--limit", "4"))["more"] is False
    _, output, _ = await told(run, "list", "--limit", "1")
    assert output.endswith("There are more; --limit takes a larger number, and 0 for all.\n")
    _, output, _ = await told(run, "list", "--since", "2999-01-01")
    assert output == "No changes.\n"


@pytest.mark.usefixtures("administrator")
async def test_where_names_cannot_be_read_there_are_object_ids(
    run: Run, tenant: Simulation, rows: Rows
) -> None:
    for _ in range(2):
        a_change(rows, str(uuid4()))
    a_change(rows, BEN)
    fault = Fault(Kind.FAIL, service="graph", route=r"\$batch", status=403, code=DENIED)
    tenant.faults.add(fault, tenant.tenant)
    status, output, errors = await told(run, "list", "--json")
    assert status == 0
    assert [each["upn"] for each in json.loads(output)["changes"]] == [None] * 3
    assert errors.startswith("Names can't be read (graph: not_permitted")
    assert errors.count("\n") == 1


@pytest.mark.usefixtures("administrator")
async def test_a_list_that_breaks_off_ends_as_json_with_the_reason(run: Run, rows: Rows) -> None:
    for _ in range(120):
        a_change(rows, str(uuid4()), days=1)
    rows("alter table photo_change drop constraint photo_change_kind_check")
    a_change(rows, BEN, days=2)
    rows("update photo_change set kind = 'swapped' where subject = %s", BEN)
    status, output, errors = await told(run, "list", "--limit", "0", "--json")
    broken = json.loads(output)
    assert status == 1
    assert len(broken["changes"]) == 100
    assert broken["error"].startswith("ValueError at ")
    assert "The list is cut off: ValueError at" in errors
    assert "swapped" not in output + errors


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


@pytest.mark.usefixtures("administrator")
async def test_a_report_says_what_was_decided_and_what_became_of_the_messages(
    run: Run, rows: Rows
) -> None:
    first = a_change(rows, BEN, outcome="waits", because="grace")
    a_change(rows, AMARA, outcome="nudged")
    a_change(rows, CHIARA, days=60, outcome="nudged")
    a_message(rows, first, BEN, "delivered")
    a_message(rows, first, BEN, "failed", "=cmd()")
    a_message(rows, first, BEN, "unconfirmed", "interrupted")
    for person in (BEN, BEN, AMARA):
        a_message(rows, uuid4(), person, "shadow")
    report = await found(run, "report")
    assert (report["watch"], report["changes"]) == ("on", 2)
    assert sum(group["number"] for group in report["decided"]) == 2
    assert (report["would_write_to"], report["would_send"]) == (2, 3)
    messages = report["messages"]
    ends = ("waiting", "delivered", "unconfirmed", "failed", "withdrawn")
    assert messages["asked_for"] == 3 == sum(messages[end] for end in ends)
    assert messages["failed_because"] == {"=cmd()": 1}
    assert messages["opened"] == {"yes": 0, "not_known": 1}
    assert (await found(run, "report", "--since", "90d"))["changes"] == 3
    _, output, _ = await told(run, "report")
    assert "In shadow Photobot would have written to 2 people, 3 messages." in output
    status, output, _ = await told(run, "report", "--csv")
    assert status == 0
    table = list(csv.DictReader(io.StringIO(output)))
    assert all(not value.startswith("=") for row in table for value in row.values())
    assert sum(int(row["number"]) for row in table if row["what"] == "message") == 3
    assert sum(int(row["number"]) for row in table if row["what"] == "change") == 2


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("show",),
        ("list", "ada"),
        ("list", "--state", "waits"),
        ("list", "--limit", "-1"),
        ("list", "--since", "yesterday"),
        ("list", "--since", "0001-01-01T00:00+14:00"),
        ("preview",),
        ("preview", " "),
        ("report", "--json", "--csv"),
        ("report", "--since", "7"),
    ],
)
async def test_wrong_usage_of_nudges_ends_with_2(run: Run, arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as ended:
        await told(run, *arguments)
    assert ended.value.code == 2
