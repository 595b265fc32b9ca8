"""Helpers that select findings."""

from collections.abc import Iterable

from bot.doctor.finding import Finding, State


def states(findings: Iterable[Finding]) -> dict[str, str]:
    return {finding.name: finding.state.value for finding in findings}


def not_fine(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.state is not State.FINE]


def named(findings: Iterable[Finding], name: str) -> Finding:
    [found] = [finding for finding in findings if finding.name == name]
    return found
