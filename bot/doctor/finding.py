"""Findings: what the doctor looked at, in which state it is, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """State of what was looked at."""

    FINE = "fine"
    WARNING = "warning"
    PROBLEM = "problem"
    UNKNOWN = "unknown"


class Area(StrEnum):
    """Groups of findings, in the order of the report."""

    SETTINGS = "Settings"
    NETWORK = "Network"
    CERTIFICATE = "Certificate"
    SIGN_IN = "Sign-in"
    PERMISSIONS = "Permissions"
    GRAPH = "Microsoft Graph"
    SHAREPOINT = "SharePoint"
    TEAMS = "Teams"
    OWN_RIGHTS = "People's own rights"
    DATABASE = "Database"
    WORKER = "Job worker"
    WATCH = "Watch"
    HELPDESK = "Helpdesk"
    BOT = "The bot"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `remedy` is the exact thing to do, where there is one."""

    area: Area
    name: str
    state: State
    what: str
    remedy: str = ""


def fine(area: Area, name: str, what: str) -> Finding:
    """Report that nothing has to be done."""
    return Finding(area, name, State.FINE, what)


def warning(area: Area, name: str, what: str, remedy: str) -> Finding:
    """Report what works, but with limits, or not for long."""
    return Finding(area, name, State.WARNING, what, remedy)


def fault(area: Area, name: str, what: str, remedy: str) -> Finding:
    """Report what doesn't work."""
    return Finding(area, name, State.PROBLEM, what, remedy)


def unknown(area: Area, name: str, why: str, remedy: str = "") -> Finding:
    """Report what couldn't be found out, and why."""
    return Finding(area, name, State.UNKNOWN, why, remedy)
