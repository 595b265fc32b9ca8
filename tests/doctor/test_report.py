import io
import json
from collections.abc import Mapping

import pytest

from bot.doctor.finding import Area, Finding, State, fault, fine, unknown, warning
from bot.doctor.permissions import GRANTS, Granted
from bot.doctor.report import Report, print_report, report_as_json, report_as_text, style_of

NOTHING = Granted(frozenset(), frozenset())
ONE_OF_EACH = (
    fault(Area.DATABASE, "database", "is gone", "bring it back"),
    fine(Area.NETWORK, "proxy", "none"),
    warning(Area.NETWORK, "a clock", "is late", "wind it"),
    unknown(Area.TEAMS, "channels", "cannot be read", "look at the portal"),
)


class Terminal(io.TextIOWrapper):
    def __init__(self, encoding: str = "utf-8", *, is_terminal: bool = False) -> None:
        super().__init__(io.BytesIO(), encoding=encoding)
        self.is_terminal = is_terminal

    def isatty(self) -> bool:
        return self.is_terminal


def lines(
    findings: tuple[Finding, ...], terminal: Terminal, environment: Mapping[str, str] | None = None
) -> list[str]:
    report = Report(findings, NOTHING)
    return list(report_as_text(report, style_of(terminal, environment or {})))


def test_text_groups_and_aligns_findings() -> None:
    assert lines(ONE_OF_EACH, Terminal())[:12] == [
        "Network",
        "  ✓ proxy    none",
        "  ! a clock  is late",
        "      wind it",
        "",
        "Teams",
        "  ? channels  cannot be read",
        "      look at the portal",
        "",
        "Database",
        "  ✗ database  is gone",
        "      bring it back",
    ]


def test_text_ends_with_the_set_and_the_next_grant() -> None:
    assert lines(ONE_OF_EACH, Terminal())[-4:] == [
        "Capabilities: none",
        'Nearest common set: "guide"',
        "Grant Microsoft Graph User.Read.All: then Photobot can find people, and see their "
        "accounts and photos.",
        "1 to repair, 1 to look at, 1 not known, 1 fine",
    ]


def test_the_same_remedy_is_printed_once_in_a_row() -> None:
    twice = tuple(fault(Area.NETWORK, name, "is gone", "look") for name in "ab")
    assert [line.strip() for line in lines(twice, Terminal())].count("look") == 1


def test_an_ascii_terminal_gets_ascii_signs() -> None:
    folder = fine(Area.SHAREPOINT, "library", "Фотографии")
    text = "\n".join(lines((*ONE_OF_EACH, folder), Terminal("ascii")))
    assert text.isascii()
    assert "  x database  is gone" in text
    assert "  + proxy" in text


@pytest.mark.parametrize(
    ("is_terminal", "environment", "coloured"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"TERM": "dumb"}, False),
    ],
)
def test_colours_are_for_terminals_that_want_them(
    is_terminal: bool, environment: Mapping[str, str], coloured: bool
) -> None:
    text = "".join(lines(ONE_OF_EACH, Terminal(is_terminal=is_terminal), environment))
    assert ("\x1b[" in text) is coloured


def test_escape_sequences_of_a_host_do_not_reach_the_terminal() -> None:
    hostile = fine(Area.SHAREPOINT, "library", "a\x1b[2J\x9b31m\r\nb")
    text = "".join(lines((hostile,), Terminal(is_terminal=True), {"NO_COLOR": "1"}))
    assert not {"\x1b", "\x9b", "\r", "\n"} & set(text)


@pytest.mark.parametrize(
    ("state", "status"),
    [(State.FINE, 0), (State.WARNING, 0), (State.UNKNOWN, 0), (State.PROBLEM, 1)],
)
def test_only_a_problem_exits_with_1(state: State, status: int) -> None:
    report = Report((Finding(Area.NETWORK, "a", state, "b"),), NOTHING)
    for as_json in (True, False):
        assert print_report(report, Terminal(), {}, as_json=as_json) == status
    assert report.ok is (status == 0)


def test_json_is_one_object_with_all_findings() -> None:
    out = Terminal("ascii")
    print_report(Report(ONE_OF_EACH, NOTHING), out, {}, as_json=True)
    out.seek(0)
    found = json.loads(out.read())
    assert found == report_as_json(Report(ONE_OF_EACH, NOTHING))
    assert list(found) == ["ok", "findings", "capabilities", "set", "error", "next_grant"]
    assert found["findings"][0] == {
        "area": "Database",
        "name": "database",
        "state": "problem",
        "what": "is gone",
        "remedy": "bring it back",
    }
    assert found["next_grant"]["permission"] == GRANTS[0].permission


def test_json_says_under_error_what_is_to_be_repaired() -> None:
    assert report_as_json(Report(ONE_OF_EACH, NOTHING))["error"] == "database: is gone"
    harmless = tuple(each for each in ONE_OF_EACH if each.state is not State.PROBLEM)
    assert "error" not in report_as_json(Report(harmless, NOTHING))
