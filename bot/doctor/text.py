"""All that the doctor found, for people."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TextIO

from bot.doctor.finding import Area, Finding, State
from bot.doctor.report import Report

SIGNS = {State.FINE: "✓", State.WARNING: "!", State.PROBLEM: "✗", State.UNKNOWN: "?"}
PLAIN_SIGNS = {State.FINE: "+", State.WARNING: "!", State.PROBLEM: "x", State.UNKNOWN: "?"}
COLOURS = {State.FINE: 32, State.WARNING: 33, State.PROBLEM: 31, State.UNKNOWN: 36}
NO_COLOURS: Mapping[State, int] = {}
LONGEST_NAME = 44


@dataclass(frozen=True)
class Style:
    """What a terminal can show; without colours the signs stand alone."""

    signs: Mapping[State, str]
    colours: Mapping[State, int]
    encoding: str

    def mark(self, state: State) -> str:
        """The sign of a state, coloured where that can be shown."""
        sign, colour = self.signs[state], self.colours.get(state)
        return f"\x1b[{colour}m{sign}\x1b[0m" if colour else sign

    def shown(self, line: str) -> str:
        """A line that can be written, whatever the terminal's letters are."""
        return line.encode(self.encoding, "replace").decode(self.encoding)


def style_of(stream: TextIO, environment: Mapping[str, str]) -> Style:
    """What the stream can show; NO_COLOR and a stream that is no terminal forbid colours."""
    encoding = stream.encoding or "ascii"
    try:
        "".join(SIGNS.values()).encode(encoding)
        signs = SIGNS
    except (UnicodeEncodeError, LookupError):
        signs = PLAIN_SIGNS
    dull = environment.get("NO_COLOR") or environment.get("TERM") == "dumb"
    return Style(signs, NO_COLOURS if dull or not stream.isatty() else COLOURS, encoding)


def report_as_text(report: Report, style: Style) -> Iterator[str]:
    """The report in groups, a line for each finding and one below for what is to be done."""
    for area in Area:
        found = [finding for finding in report.findings if finding.area is area]
        if found:
            yield area.value
            yield from map(style.shown, _group(found, style))
            yield ""
    yield from map(style.shown, _ending(report))


def _group(findings: list[Finding], style: Style) -> Iterator[str]:
    width = min(LONGEST_NAME, max(len(finding.name) for finding in findings))
    told = ""
    for finding in findings:
        name, what = _printable(finding.name), _printable(finding.what)
        yield f"  {style.mark(finding.state)} {name:<{width}}  {what}".rstrip()
        if finding.remedy and finding.remedy != told:
            yield f"      {_printable(finding.remedy)}"
        told = finding.remedy


def _ending(report: Report) -> Iterator[str]:
    capabilities = sorted(each.value for each in report.granted.capabilities)
    yield f"Capabilities: {', '.join(capabilities) or 'none'}"
    yield f'Nearest common set: "{report.set_name}"'
    if grant := report.next_grant:
        yield f"Grant {grant.api} {grant.permission}: then I can {grant.then}."
    yield _verdict(report)


def _verdict(report: Report) -> str:
    count = dict.fromkeys(State, 0)
    for finding in report.findings:
        count[finding.state] += 1
    return (
        f"{count[State.PROBLEM]} to repair, {count[State.WARNING]} to look at, "
        f"{count[State.UNKNOWN]} not known, {count[State.FINE]} fine"
    )


def _printable(text: str) -> str:
    """What other hosts answered may hold a terminal's commands."""
    return "".join(letter if letter.isprintable() else "�" for letter in text)
