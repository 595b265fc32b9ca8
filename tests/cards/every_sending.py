"""Every dialog by which an agent sends photo help, in one language."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from bot.behaviours.case.view import case_view
from bot.behaviours.send_photo_help import texts
from bot.behaviours.send_photo_help.draft import Draft
from bot.behaviours.send_photo_help.view import preview_view
from bot.chat.language import Reader
from bot.chat.surface import Card
from bot.core.expiring_store import ExpiringStore
from bot.helpdesk.case import NotAccepted
from bot.helpdesk.standing import CaseEvent, CaseEventKind, Ticket
from bot.results.pictures import inline
from bot.results.plain_view import PlainViews
from bot.results.view import ResultViews
from bot.use_cases.check import CheckResult
from cards.dialogs import dialog_of
from tests.behaviours.bot_in_memory import LINKS
from tests.helpdesk.fakes import AMARA, BEN
from tests.helpdesk.happenings import HAPPENINGS, NOON, a_case, asked, happening
from tests.photos.examples import READ_AT

# What people wrote themselves is in no language of the dialogs.
NAME, AGENT = "林美玲", "陳志明"
TYPED = Draft(UUID(int=1), BEN, "", "7", "https://7", "7", BEN)
LATER = NOON + timedelta(minutes=1)
WHY_UNSENT = ("no_conversation", "declined", "blocked")


def every_sending(
    check_results: Iterable[tuple[str, CheckResult]], reader: Reader
) -> Iterator[tuple[str, Card]]:
    """Name to card."""
    _ = reader.gettext
    empty = Draft(UUID(int=1))
    yield "send-form", dialog_of(texts.form(empty, reader))
    wrong = (("note", TYPED), ("link", TYPED), ("ticket", TYPED), ("ticket", empty))
    for number, (what, draft) in enumerate(wrong):
        notice = texts.not_accepted(NotAccepted(what, "is wrong"), draft, _)
        yield f"send-wrong-{number}", dialog_of(texts.form(draft, reader, notice))
    yield from _previews(check_results, reader)
    yield from _cases(reader)
    for name in HAPPENINGS:
        case = a_case(asked(), replace(happening(name), at=LATER))
        yield f"send-not_sent-{name}", dialog_of(texts.not_sent(case, TYPED, reader, NAME))
    for because in WHY_UNSENT:
        unsent = CaseEvent(UUID(int=2), CaseEventKind.UNREACHABLE, LATER, because=because)
        view = texts.not_sent(a_case(asked(), unsent), TYPED, reader, NAME, has_text=True)
        yield f"send-not_sent-{because}", dialog_of(view)


def _previews(
    check_results: Iterable[tuple[str, CheckResult]], reader: Reader
) -> Iterator[tuple[str, Card]]:
    results = ResultViews(PlainViews(inline, LINKS), ExpiringStore(lambda: READ_AT, timedelta()))
    case = a_case(asked(ticket=Ticket("7", "https://7"), note="7"))
    for name, found in check_results:
        message, _record = case_view(results, case, found, case.id, reader, name=AGENT, note="7\n8")
        for with_pictures in (True, False):
            view = preview_view(
                message,
                TYPED,
                reader,
                name=NAME,
                address="7@7",
                language=reader.language,
                has_chat=with_pictures,
                is_quiet=name == "old",
                with_pictures=with_pictures,
            )
            yield f"send-preview-{name}-{with_pictures}", dialog_of(view)


def _cases(reader: Reader) -> Iterator[tuple[str, Card]]:
    theirs = a_case(asked())
    own = replace(theirs, agent=reader.id)
    for name, case in (("theirs", theirs), ("own", own)):
        for agent in (AGENT, None):
            joined = texts.joined(case, reader, name=NAME, agent=agent)
            yield f"send-joined-{name}-{agent}", dialog_of(joined)
            for adds_ticket in (True, False):
                view = texts.has_case(
                    case, TYPED, reader, name=NAME, agent=agent, adds_ticket=adds_ticket
                )
                yield f"send-has_case-{name}-{agent}-{adds_ticket}", dialog_of(view)
    assert theirs.agent == AMARA
    yield "send-sent", dialog_of(texts.sent(theirs, reader, NAME))
