"""`nudges list` and `report` against the simulated tenant, by the real command line."""

import csv
import io
import json
from uuid import uuid4

import pytest

from simulation.faults import Fault, Kind
from simulation.running import Simulation
from tests.commands.conftest import Run
from tests.commands.nudges.changes import (
    DENIED,
    NOBODY,
    Rows,
    a_change,
    a_message,
    found,
    told,
    upn,
)
from tests.simulation.world import AMARA, BEN, CHIARA

pytestmark = pytest.mark.asyncio(loop_scope="session")


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
