"""A company of which it is said what is true."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from bench.soak.screens import Screens
from tests.scenarios.company import Company

CHAT, GROUP, BEN, NAME = "a:1", "19:1", "ben", "lindqvist"


@dataclass
class KnownTruth:
    """A company of one, of whom it is said what is true."""

    in_sync: bool = True
    copies: dict[str, str | None] = field(default_factory=dict)

    def is_in_sync(self, _: str) -> bool:
        return self.in_sync

    def cloud_upload(self, _: str) -> str | None:
        return self.copies.get("cloud")

    def sharepoint_uploads(self, _: str) -> dict[str, str | None]:
        return {"L": self.copies.get("L")}


@dataclass
class Clock:
    moment: float = 1000.0

    def __call__(self) -> float:
        return self.moment


def screens(truth: KnownTruth, clock: Clock | None = None) -> Screens:
    return Screens(
        cast(Company, truth), {CHAT: BEN}, now=clock or Clock(), private=frozenset({NAME})
    )


def card(title: str) -> Mapping[str, Any]:
    return {"type": "AdaptiveCard", "body": [{"type": "TextBlock", "text": title}]}
