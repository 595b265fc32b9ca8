"""Every card of a message from the helpdesk, and what is said when it is answered."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from uuid import UUID

from bot.behaviours.case import texts
from bot.behaviours.case.view import case_view
from bot.behaviours.cases import texts as list_texts
from bot.behaviours.cases import view as list_view
from bot.behaviours.verify import texts as verify
from bot.chat.language import Reader
from bot.chat.surface import Card
from bot.core.expiring_store import ExpiringStore
from bot.helpdesk.case import Case
from bot.helpdesk.finding import FoundCases
from bot.helpdesk.standing import Ticket
from bot.results.pictures import inline
from bot.results.plain_view import PlainViews
from bot.results.view import ResultViews
from bot.texts.links import Links
from bot.use_cases.authorizer import RefusalReason
from bot.use_cases.check import CheckResult
from cards.render import card_of
from tests.behaviours.fakes import CHAT
from tests.helpdesk.happenings import a_case, asked
from tests.photos.examples import READ_AT

CARD = UUID(int=1)
# What people wrote themselves is in no language of the cards.
TICKET = Ticket("7 (2)")


def every_case(
    check_results: Iterable[tuple[str, CheckResult]], links: Links, reader: Reader
) -> Iterator[tuple[str, Card]]:
    """Name to card."""
    _ = reader.gettext
    results = ResultViews(PlainViews(inline, links), ExpiringStore(lambda: READ_AT, timedelta()))
    name, note = "林美玲", "7?\n8!"
    case, short = a_case(asked(ticket=TICKET)), a_case()
    for found_name, found in check_results:
        view, _record = case_view(
            results, case, found, CARD, reader, name=name, note=note, users=(CHAT.user_id,)
        )
        yield f"case-{found_name}", card_of(view)
        bare, _record = case_view(results, short, found, CARD, reader, name=None, note="")
        yield f"case-{found_name}-bare", card_of(bare)
    for is_open in (True, False):
        yield f"case-declined-{is_open}", card_of(texts.declined(is_open, _))
        yield f"case-answered-{is_open}", card_of(texts.answered(is_open, "Outlook", _))
    yield "case-answered-without-words", card_of(texts.answered(True, "", _))
    yield "case-too_long", card_of(texts.too_long(CARD, "7" * 501, _))
    yield "case-verified", card_of(verify.of_case(case, reader))
    yield from _of_agents(case, short, name, reader)


def _of_agents(case: Case, other: Case, name: str, reader: Reader) -> Iterator[tuple[str, Card]]:
    """What agents are shown who look for cases."""
    _, names = reader.gettext, {case.subject: name}
    some = FoundCases((case, other), names)
    many, nothing = FoundCases((case,) * 10, names, 7, is_whole=False), FoundCases()
    lists = {"some": (some, nothing), "left": (nothing, some), "both": (many, many)}
    for which, (own, left) in {"nothing": (nothing, nothing), **lists}.items():
        yield f"cases-{which}", card_of(list_view.own_and_left(own, left, reader))
    for which, found in (("some", some), ("many", many), ("nothing", nothing)):
        yield f"cases-found-{which}", card_of(list_view.found_cases(found, reader))
    yield "cases-left", card_of(list_view.left_case(case, name, reader))
    for which, whose in (("named", name), ("nameless", None)):
        yield f"cases-shared-{which}", list_view.result_item(case, whose, reader).card
        yield f"cases-of_another-{which}", card_of(list_texts.of_another(case, whose, _))
    for text in (list_texts.unknown_case, list_texts.has_ended):
        yield f"cases-{text.__name__}", card_of(text(_))
    for why in (
        RefusalReason.NOT_AN_AGENT,
        RefusalReason.AGENT_NOT_KNOWN,
        RefusalReason.EXCLUDED_NOT_KNOWN,
    ):
        yield f"cases-not_now-{why}", card_of(list_texts.not_now(why, _))
        yield f"cases-refused-{why}", card_of(list_texts.refused(why, _))
