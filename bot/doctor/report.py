"""All that the doctor found, for programs."""

from dataclasses import dataclass
from typing import Any

from bot.doctor.finding import Finding, State
from bot.doctor.grants import Grant, Granted, nearest_set, next_grant


@dataclass(frozen=True)
class Report:
    """Every finding, and what the tokens' roles were."""

    findings: tuple[Finding, ...]
    granted: Granted

    @property
    def ok(self) -> bool:
        """Whether nothing is a problem; there may be warnings."""
        return all(finding.state is not State.PROBLEM for finding in self.findings)

    @property
    def set_name(self) -> str:
        """The largest common set of capabilities that is there."""
        return nearest_set(self.granted.capabilities)

    @property
    def next_grant(self) -> Grant | None:
        """What would add most next."""
        return next_grant(self.granted)


def report_as_json(report: Report) -> dict[str, Any]:
    """The report as one JSON object."""
    return {
        "ok": report.ok,
        "findings": [_finding(each) for each in report.findings],
        "capabilities": sorted(each.value for each in report.granted.capabilities),
        "set": report.set_name,
        "next_grant": _grant(report.next_grant),
    }


def _finding(finding: Finding) -> dict[str, str]:
    return {
        "area": finding.area.value,
        "name": finding.name,
        "state": finding.state.value,
        "what": finding.what,
        "remedy": finding.remedy,
    }


def _grant(grant: Grant | None) -> dict[str, str] | None:
    if grant is None:
        return None
    return {"api": grant.api.value, "permission": grant.permission, "then": grant.then}
