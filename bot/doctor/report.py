"""The doctor's report: as JSON for programs, and as text for a terminal."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TextIO

from bot.doctor.finding import Area, Finding, State
from bot.doctor.permissions import Grant, Granted, nearest_set, next_grant

SIGNS = {State.FINE: "✓", State.WARNING: "!", State.PROBLEM: "✗", State.UNKNOWN: "?"}
ASCII_SIGNS = {State.FINE: "+", State.WARNING: "!", State.PROBLEM: "x", State.UNKNOWN: "?"}
# ANSI foreground colours.
COLOURS = {State.FINE: 32, State.WARNING: 33, State.PROBLEM: 31, State.UNKNOWN: 36}
NO_COLOURS: Mapping[State, int] = {}
MAX_NAME_WIDTH = 44


@dataclass(frozen=True)
class Report:
    """All findings, and the roles that the tokens carry."""

    findings: tuple[Finding, ...]
    granted: Granted

    @property
    def ok(self) -> bool:
        """Whether nothing is a problem; there may be warnings."""
        return all(finding.state is not State.PROBLEM for finding in self.findings)

    @property
    def set_name(self) -> str:
        """The largest common set of capabilities that is granted as a whole."""
        return nearest_set(self.granted.capabilities)

    @property
    def next_grant(self) -> Grant | None:
        """The missing grant that adds most."""
        return next_grant(self.granted)


def print_report(
    report: Report, out: TextIO, environment: Mapping[str, str], *, as_json: bool
) -> int:
    """Print the report, and return the exit status: 1 where something is a problem."""
    if as_json:
        print(json.dumps(report_as_json(report)), file=out)
    else:
        print("\n".join(report_as_text(report, style_of(out, environment))), file=out)
    return 0 if report.ok else 1


def report_as_json(report: Report) -> dict[str, Any]:
    """Describe the report as one JSON object."""
    grant = report.next_grant
    return {
        "ok": report.ok,
        "findings": [
            {
                "area": each.area.value,
                "name": each.name,
                "state": each.state.value,
                "what": each.what,
                "remedy": each.remedy,
            }
            for each in report.findings
        ],
        "capabilities": sorted(each.value for each in report.granted.capabilities),
        "set": report.set_name,
        **({} if report.ok else {"error": error_of(report)}),
        "next_grant": grant
        and {"api": grant.api.value, "permission": grant.permission, "then": grant.then},
    }


def error_of(report: Report) -> str:
    """Name what has to be repaired."""
    wrong = (each for each in report.findings if each.state is State.PROBLEM)
    return "; ".join(_printable(f"{each.name}: {each.what}") for each in wrong)


@dataclass(frozen=True)
class Style:
    """The signs, ANSI colours and encoding that a stream can show."""

    signs: Mapping[State, str]
    colours: Mapping[State, int]
    encoding: str

    def mark(self, state: State) -> str:
        """Return the sign of a state, coloured where the stream can show it."""
        sign, colour = self.signs[state], self.colours.get(state)
        return f"\x1b[{colour}m{sign}\x1b[0m" if colour else sign

    def encodable(self, line: str) -> str:
        """Replace the characters that the stream can't encode."""
        return line.encode(self.encoding, "replace").decode(self.encoding)


def style_of(stream: TextIO, environment: Mapping[str, str]) -> Style:
    """Choose a style; NO_COLOR, a dumb terminal and a redirected stream get no colours."""
    encoding = stream.encoding or "ascii"
    try:
        "".join(SIGNS.values()).encode(encoding)
        signs = SIGNS
    except (UnicodeEncodeError, LookupError):
        signs = ASCII_SIGNS
    plain = environment.get("NO_COLOR") or environment.get("TERM") == "dumb"
    return Style(signs, NO_COLOURS if plain or not stream.isatty() else COLOURS, encoding)


def report_as_text(report: Report, style: Style) -> Iterator[str]:
    """Describe the report in groups: a line for each finding, and its remedy below."""
    for area in Area:
        found = [finding for finding in report.findings if finding.area is area]
        if found:
            yield area.value
            yield from map(style.encodable, _group(found, style))
            yield ""
    yield from map(style.encodable, _summary(report))


def _group(findings: list[Finding], style: Style) -> Iterator[str]:
    width = min(MAX_NAME_WIDTH, max(len(finding.name) for finding in findings))
    previous = ""
    for finding in findings:
        name, what = _printable(finding.name), _printable(finding.what)
        yield f"  {style.mark(finding.state)} {name:<{width}}  {what}".rstrip()
        # Neighbours often share a remedy, such as every host behind one firewall.
        if finding.remedy and finding.remedy != previous:
            yield f"      {_printable(finding.remedy)}"
        previous = finding.remedy


def _summary(report: Report) -> Iterator[str]:
    capabilities = sorted(each.value for each in report.granted.capabilities)
    yield f"Capabilities: {', '.join(capabilities) or 'none'}"
    yield f'Nearest common set: "{report.set_name}"'
    if grant := report.next_grant:
        yield f"Grant {grant.api} {grant.permission}: then Photobot can {grant.then}."
    count = dict.fromkeys(State, 0)
    for finding in report.findings:
        count[finding.state] += 1
    yield (
        f"{count[State.PROBLEM]} to repair, {count[State.WARNING]} to look at, "
        f"{count[State.UNKNOWN]} not known, {count[State.FINE]} fine"
    )


def _printable(text: str) -> str:
    # A finding may quote another host's answer, which may hold escape sequences.
    return "".join(letter if letter.isprintable() else "�" for letter in text)
