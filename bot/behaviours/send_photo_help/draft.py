"""What an agent has filled in, as the steps of the dialog hand it on to each other."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Self
from uuid import UUID

from bot.texts.extensions import MAX_NAME


@dataclass(frozen=True)
class Draft:
    """A message to somebody before it is sent, as the client carries it.

    Everything in it may be forged: nothing is done on its word.

    Attributes:
        dialog: made when the dialog was opened; None where the client sent none.
        person: the object id of who was chosen.
        address: what was typed in place of that.
        subject: the object id of who was shown a preview for; empty before that.
    """

    dialog: UUID | None
    person: str = ""
    address: str = ""
    ticket: str = ""
    link: str = ""
    note: str = ""
    subject: str = ""

    @classmethod
    def of(cls, data: Mapping[str, str]) -> Self:
        """Read what a client sent, which may be anything."""

        def typed(name: str) -> str:
            return data.get(name, "")

        return cls(
            _uuid(typed("dialog")),
            typed("person")[:MAX_NAME],
            typed("address")[:MAX_NAME],
            typed("ticket"),
            typed("link"),
            typed("note"),
            typed("subject")[:MAX_NAME],
        )

    @property
    def name(self) -> str:
        """Who is meant: typing goes before choosing, as somebody may be chosen beforehand."""
        return self.address.strip() or self.person.strip()

    @property
    def data(self) -> dict[str, str]:
        """What a button carries to the next step."""
        return {name: str(value) for name, value in asdict(self).items() if value}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
