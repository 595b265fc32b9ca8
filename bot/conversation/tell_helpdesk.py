"""“Tell my helpdesk”: the diagnosis of a check, to be sent or copied."""

from dataclasses import dataclass

from bot.behaviours.tell_helpdesk.summary import DIAGNOSIS, handover_lines, helpdesk_address
from bot.chat.language import Gettext
from bot.chat.reply import Reply
from bot.chat.turn import Turn
from bot.conversation.desk import Desk
from bot.conversation.explained import explained_row
from bot.conversation.speech import Speech
from bot.results import history_texts as past
from bot.results.record import from_facts
from bot.texts.remedies import Links
from bot.use_cases.ports import Person
from bot.use_cases.practices import Practices
from cards.views import Button, Link, ReportView, Section


@dataclass(frozen=True)
class TellHelpdesk:
    """Puts together what to tell; it is the person who sends it."""

    desk: Desk
    speech: Speech
    links: Links
    practices: Practices

    async def __call__(self, turn: Turn) -> Reply:
        """Answer from what was kept of the check whose card was pressed, or of the last one."""
        row = await explained_row(self.desk, turn)
        evidence = from_facts(row.facts) if row else None
        if evidence is None:
            return self.speech.say(turn.where.locale, past.nothing_to_explain)
        listener = self.speech.listens(turn)
        lines = tuple(handover_lines(evidence, await self._name(turn.subject), listener))
        return self.speech.report(helpdesk_view(lines, self.links.helpdesk, listener.gettext))

    async def _name(self, subject: str) -> str:
        """The user principal name, or the object id where nobody can be looked up."""
        practice = await self.practices.of(subject)
        person = await practice.people.find(subject)
        return person.upn if isinstance(person, Person) else subject


def helpdesk_view(lines: tuple[str, ...], helpdesk: str, _: Gettext) -> ReportView:
    """The lines as text to copy, and a link that carries them where one is set."""
    return ReportView(
        title=_("For your helpdesk"),
        lead=_(
            "This is what I read and what it means. It holds none of your words and no picture, "
            "and nothing is sent before you send it."
        ),
        sections=(Section(_("Text to copy"), ("\n".join(f"- {line}" for line in lines),)),),
        buttons=(*_link(lines, helpdesk, _), Button(_("Check again"), "check")),
    )


def _link(lines: tuple[str, ...], helpdesk: str, _: Gettext) -> tuple[Link, ...]:
    if not helpdesk:
        return ()
    carries = helpdesk.startswith("mailto:") or DIAGNOSIS in helpdesk
    title = _("Send it to my helpdesk") if carries else _("Open my helpdesk")
    return (Link(title, helpdesk_address(helpdesk, lines)),)
