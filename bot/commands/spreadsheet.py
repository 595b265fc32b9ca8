"""Cells for a spreadsheet, none of which begins a formula."""

from collections.abc import Iterable
from datetime import datetime

# What a spreadsheet takes for the beginning of a formula, also in full width as in East Asia.
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001 - not the usual ones


def cells(values: Iterable[object]) -> list[str]:
    """Write the values of a row; lists are separated by semicolons, and None is empty."""
    return [_cell(value) for value in values]


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case list():
            text = ";".join(value)
        case datetime():
            text = value.isoformat()
        case _:
            text = str(value)
    return f"'{text}" if text.startswith(_FORMULAS) else text
