"""Words and buttons of the dialog in which an agent looks at somebody's photo."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self

from bot.chat.language import Gettext, Reader
from bot.texts.extensions import MAX_NAME, person_inputs
from cards.dialog_views import FormView
from cards.views import Button

# Verbs of the dialog's buttons. Whatever has another one looks at somebody.
LOOK, ANOTHER = "look", "another"


@dataclass(frozen=True)
class AskedPerson:
    """Whose photo an agent asks for, as the dialog submits it.

    Attributes:
        person: the object id of who was chosen.
        address: what was typed.
        again: whom the agent looked at already.
    """

    person: str = ""
    address: str = ""
    again: str = ""

    @classmethod
    def of(cls, data: Mapping[str, str]) -> Self:
        """Read what a client sent, which may be anything."""
        return cls(*(data.get(each.name, "")[:MAX_NAME] for each in fields(cls)))

    @property
    def name(self) -> str:
        """Who is meant: typing goes before choosing, as somebody may be chosen beforehand."""
        return self.address.strip() or self.person.strip() or self.again.strip()


def again_button(name: str, title: str) -> Button:
    """Return the button that looks at the same person again."""
    return Button(title, LOOK, {"again": name}, primary=True)


def another_button(_: Gettext) -> Button:
    """Return the button that asks anew whose photo it is."""
    return Button(_("Somebody else"), ANOTHER)


def title(_: Gettext) -> str:
    """Return the title of the dialog."""
    return _("Check a photo")


def form(asked: AskedPerson, reader: Reader, notice: str = "") -> FormView:
    """Ask whose photo it is, with what was chosen and typed already."""
    _ = reader.gettext
    return FormView(
        title=_("Whose photo?"),
        paragraphs=(_("You see what each copy holds, and why. No message goes to the person."),),
        inputs=person_inputs(asked.person, asked.address, _),
        buttons=(Button(_("Check"), LOOK, primary=True),),
        notice=notice,
    )
