"""Moments, for administrators and for programs; all are UTC."""

from datetime import datetime


def moment_words(moment: datetime) -> str:
    """Write a moment in a line of text."""
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def iso(moment: datetime | None) -> str | None:
    """Write a moment in JSON; None where there is none."""
    return moment.isoformat() if moment else None
