"""`python -m bot doctor`, as an administrator of the simulated tenant runs it."""

from collections.abc import Mapping
from pathlib import Path

import psycopg
import pytest

from simulation.entra.registrations import SHAREPOINT
from simulation.groups import EXECUTIVES, HELPDESK
from tests.scenarios.bot_process import Told, run_command, settings_for
from tests.scenarios.company import Company

pytestmark = pytest.mark.asyncio(loop_scope="session")

NO_GROUP = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"
OF_MICROSOFT_365 = ("PHOTOBOT_CLIENT_ID", "PHOTOBOT_CERTIFICATE_FILE")


def states_in(told: Told) -> dict[str, str]:
    return {finding["name"]: finding["state"] for finding in told.json["findings"]}


async def doctor(environment: Mapping[str, str], *arguments: str) -> Told:
    return await run_command(environment, "doctor", *arguments)


def settings(company: Company, url: str, app: str = "writer") -> dict[str, str]:
    return settings_for(company.simulation, app) | {"DATABASE_URL": url}


async def test_where_all_is_well_the_set_is_full(company: Company, database_url: str) -> None:
    told = await doctor(settings(company, database_url), "--json")
    assert (told.status, told.errors) == (0, "")
    found = told.json
    assert (found["ok"], found["set"], found["next_grant"]) == (True, "full", None)
    assert [each for each in found["findings"] if each["state"] == "problem"] == []
    assert "write_sharepoint_files" in found["capabilities"]


async def test_it_is_told_in_words_and_no_secret_is(company: Company, database_url: str) -> None:
    environment = settings(company, database_url)
    told = await run_command(environment, "doctor", is_forked=False)
    assert (told.status, told.errors) == (0, "")
    assert 'Nearest common set: "full"' in told.output
    assert "start one: python -m bot worker" in told.output
    secret = environment["MicrosoftAppPassword"]
    key = Path(environment["PHOTOBOT_CERTIFICATE_FILE"]).read_text().splitlines()[1]
    assert [leak for leak in (secret, key, "eyJ", "\x1b") if leak in told.output] == []


async def test_what_a_watch_needs_and_when_it_last_ran_is_told(
    company: Company, database_url: str
) -> None:
    environment = settings(company, database_url, "reader") | {"PHOTOBOT_WATCH": "shadow"}
    told = await doctor(environment, "--json")
    watch = {each["name"]: each for each in told.json["findings"] if each["area"] == "Watch"}
    assert {name: each["state"] for name, each in watch.items()} == {
        "PHOTOBOT_WATCH": "fine",
        "User.Read.All": "fine",
        "ProfilePhoto.Read.All": "fine",
        "sweeps": "warning",
        "hold": "fine",
    }
    assert watch["sweeps"]["what"] == "none was made yet"


async def test_who_is_an_agent_is_told_with_the_group_that_is_none(
    company: Company, database_url: str
) -> None:
    named = {
        "PHOTOBOT_HELPDESK_GROUPS": f"{HELPDESK},{NO_GROUP}",
        "PHOTOBOT_HELPDESK_EXCLUDED_GROUPS": EXECUTIVES,
    }
    told = await doctor(settings(company, database_url) | named, "--json")
    helpdesk = [each for each in told.json["findings"] if each["area"] == "Helpdesk"]
    assert [(each["name"], each["state"]) for each in helpdesk] == [
        ("PHOTOBOT_HELPDESK_GROUPS", "problem"),
        ("read receipts", "unknown"),
    ]
    assert NO_GROUP in helpdesk[0]["what"]
    named["PHOTOBOT_HELPDESK_GROUPS"] = HELPDESK
    told = await doctor(settings(company, database_url) | named, "--json")
    assert states_in(told)["agents"] == "fine"
    assert "read_groups" in told.json["capabilities"]


async def test_an_application_without_roles_is_a_guide_and_the_next_grant_is_named(
    company: Company, database_url: str
) -> None:
    company.simulation.apps.writer.roles.clear()
    told = await doctor(settings(company, database_url), "--json")
    assert (told.status, told.json["set"], told.json["capabilities"]) == (0, "guide", [])
    assert told.json["next_grant"]["permission"] == "User.Read.All"
    assert states_in(told)["Microsoft Graph User.Read.All"] == "warning"


async def test_who_gave_only_a_name_in_teams_has_no_problem(
    company: Company, database_url: str
) -> None:
    environment = settings(company, database_url)
    bare = {name: value for name, value in environment.items() if name not in OF_MICROSOFT_365}
    told = await doctor(bare, "--json")
    assert (told.status, told.json["set"]) == (0, "guide")


async def test_what_repairs_pictures_is_the_next_grant(company: Company, database_url: str) -> None:
    company.simulation.apps.writer.revoke(SHAREPOINT, "Sites.FullControl.All")
    told = await doctor(settings(company, database_url))
    assert told.status == 0
    assert 'Nearest common set: "read"' in told.output
    assert (
        "Grant SharePoint Sites.FullControl.All: then Photobot can repair pictures." in told.output
    )


async def test_reader_and_writer_may_be_two_applications(
    company: Company, database_url: str
) -> None:
    writer = settings(company, database_url)
    told = await doctor(
        {
            **settings(company, database_url, "reader"),
            "PHOTOBOT_WRITER_CLIENT_ID": writer["PHOTOBOT_CLIENT_ID"],
            "PHOTOBOT_WRITER_CERTIFICATE_FILE": writer["PHOTOBOT_CERTIFICATE_FILE"],
        },
        "--json",
    )
    assert (told.status, told.json["set"]) == (0, "full")
    assert states_in(told)["token for Microsoft Graph, to write"] == "fine"


async def test_wrong_settings_are_named_beside_everything_else(
    company: Company, database_url: str
) -> None:
    wrong = {"PHOTOBOT_PORT": "70000", "PHOTOBOT_CLOUD": "moon"}
    told = await doctor(settings(company, database_url) | wrong, "--json")
    assert (told.status, told.json["ok"], told.errors) == (1, False, "")
    states = states_in(told)
    assert (states["PHOTOBOT_PORT"], states["PHOTOBOT_CLOUD"]) == ("problem", "problem")
    assert (states["token for Microsoft Graph"], told.json["set"]) == ("fine", "full")


async def test_with_nothing_set_nothing_breaks_and_nothing_is_made(tmp_path: Path) -> None:
    # No name resolves to where it should not: without settings, the public cloud would be asked.
    nowhere = {"HTTPS_PROXY": "http://127.0.0.1:1", "PHOTOBOT_FOLDER": str(tmp_path / "bot")}
    told = await doctor(nowhere, "--json")
    assert (told.status, told.errors) == (1, "")
    assert states_in(told)["MicrosoftAppId"] == "problem"
    assert list(tmp_path.iterdir()) == []


async def test_nothing_is_written_to_the_database(company: Company, empty_url: str) -> None:
    told = await doctor(settings(company, empty_url), "--json")
    assert (told.status, states_in(told)["tables"]) == (0, "warning")
    query = "select count(*) from pg_class where relnamespace = 'public'::regnamespace"
    with psycopg.connect(empty_url) as connection:
        assert connection.execute(query).fetchone() == (0,)


async def test_wrong_usage_ends_with_2() -> None:
    assert (await doctor({}, "--loud")).status == 2
