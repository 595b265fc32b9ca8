"""`python -m bot nudges preview UPN`: what would be decided about a person, and their card."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from bot.app.infrastructure import changes_of, open_storage, open_use_cases
from bot.app.nudges import addressees_of
from bot.app.pictures import picture_in_card
from bot.app.policy import policy_of
from bot.behaviours.nudge.view import stale_view
from bot.chat.conversation import ConversationReference
from bot.chat.language import Reader, load_languages
from bot.commands.card_text import card_lines
from bot.commands.check import nobody_because
from bot.commands.hold import hold_as_json, hold_as_text
from bot.commands.moments import iso, moment_words
from bot.commands.nudge_words import reason_words
from bot.commands.result import CommandResult
from bot.config.settings import Settings
from bot.core.clock import utc_now
from bot.m365.settings import M365Settings
from bot.nudges.decide import (
    Drop,
    Nudge,
    SyncAndTell,
    SyncQuietly,
    WaitUntil,
)
from bot.nudges.decider import OUTCOMES
from bot.nudges.policy import Policy
from bot.nudges.ports import Hold
from bot.nudges.preview import NO_REFERENCE, NONE, Noted, Preview, preview
from bot.results.plain_view import PlainViews
from bot.storage.conversations import Conversations
from bot.storage.nudge_preview import noted_of
from bot.storage.watch_hold import WatchHold
from bot.texts.links import Links
from bot.use_cases.authorizer import COMMAND, Authorizer
from bot.use_cases.check import CheckResult
from bot.use_cases.ports import Person
from bot.use_cases.service import Found, PhotoServices
from cards.render import card_of


@dataclass(frozen=True)
class _Seen:
    """All that a preview tells."""

    person: Person
    noted: Noted
    hold: Hold
    policy: Policy
    preview: Preview
    found: Found
    chat: ConversationReference | None
    reader: Reader
    card: dict[str, Any] | None


async def preview_nudge(settings: Settings, upn_or_id: str) -> CommandResult:
    """Check a person's photo and decide as a worker would; nothing is written or sent.

    Fails where nobody has this name.
    """
    languages = load_languages()
    async with (
        open_storage(settings) as database,
        open_use_cases(settings, database=database) as use_cases,
    ):
        person = await use_cases.people.find(upn_or_id)
        if not isinstance(person, Person):
            reason = nobody_because(person, languages.of(None).gettext)
            return CommandResult.failed({"upn": upn_or_id}, f"{upn_or_id}: {reason}")
        authorizer = Authorizer()
        photos = PhotoServices(use_cases, changes_of(settings, database, authorizer), authorizer)
        found = await photos.of(COMMAND, person.id).check()
        # Later than the check, so that what was decided meanwhile is seen.
        noted = await noted_of(database, addressees_of(settings), person.id)
        hold = await WatchHold(database).get()
        chat = await Conversations(database).of_person(noted.reader)
    policy = replace(policy_of(settings), is_held=hold.is_on)
    made = preview(person.id, noted, found, policy, utc_now())
    locale, timezone = (chat.locale, chat.timezone) if chat else (None, None)
    reader = languages.reader(noted.reader, locale, timezone)
    card = _card(made, found, reader, chat, settings)
    seen = _Seen(person, noted, hold, policy, made, found, chat, reader, card)
    return CommandResult(_as_json(seen), tuple(_as_text(seen)))


def _card(
    made: Preview,
    found: Found,
    reader: Reader,
    chat: ConversationReference | None,
    settings: Settings,
) -> dict[str, Any] | None:
    if made.nudge is None or not isinstance(found, CheckResult):
        return None
    links = Links.of(settings, M365Settings.of(settings).one_drive)
    plain = PlainViews(picture_in_card(settings), links)
    # Its user is asked for when the card is opened; without a chat there is none yet.
    where = chat or ConversationReference(reader.id, "", "", "", "", "", None)
    return card_of(stale_view(plain, made.nudge, found, NONE, reader, where=where))


def _as_json(seen: _Seen) -> dict[str, Any]:
    """Describe a preview: times are UTC; `change` and `message` are null where there is none."""
    made, decision, noted = seen.preview, seen.preview.decision, seen.noted
    checked = seen.found.diagnosis if isinstance(seen.found, CheckResult) else None
    change = {
        "kind": made.change.kind.value,
        "noticed_at": iso(made.change.noticed_at),
        "nudges": made.change.nudges,
        "decide_at": iso(noted.decide_at),
    }
    message = noted.sent and {
        "reference": noted.reference,
        "state": noted.sent.state and noted.sent.state.value,
        "reason": noted.sent.reason,
    }
    return {
        "upn": seen.person.upn,
        "id": seen.person.id,
        "watch": seen.policy.audience.value,
        "hold": hold_as_json(seen.hold),
        "change": change if made.is_noted else None,
        "supposed": not made.is_noted,
        "message": message,
        "verdict": checked and checked.verdict.value,
        "causes": [cause.value for cause in checked.causes] if checked else [],
        "remedy": checked and checked.remedy.value,
        "outcome": OUTCOMES[type(decision)],
        "because": decision.because.value if isinstance(decision, WaitUntil | Drop) else None,
        "until": iso(decision.moment) if isinstance(decision, WaitUntil) else None,
        "has_chat": seen.chat is not None,
        "language": str(seen.reader.language.locale),
        "card_if_sync_fails": made.is_synced_first,
        "card": seen.card,
    }


def _as_text(seen: _Seen) -> Iterator[str]:
    yield from _change_as_text(seen)
    yield _decision_as_text(seen.preview)
    if seen.hold.is_on:
        yield from hold_as_text(seen.hold)
    if seen.policy.is_shadow:
        yield "PHOTOBOT_WATCH is shadow: this is noted, and nothing is written or sent."
    if seen.card is None:
        return
    if seen.chat is None:
        yield "Photobot has no chat with this person yet."
    yield _heading(seen)
    yield from (f"  | {line}" for line in card_lines(seen.card))


def _change_as_text(seen: _Seen) -> Iterator[str]:
    made, noted, upn = seen.preview, seen.noted, seen.person.upn
    if made.is_noted:
        noticed, nudges = moment_words(made.change.noticed_at), made.change.nudges
        yield f"{upn}: photo {made.change.kind}, noticed on {noticed}; {nudges} messages so far."
    if noted.sent:
        state, reason = noted.sent.state or "not queued yet", noted.sent.reason
        why = f" ({reason})" if reason else ""
        yield f"The latest message, {noted.reference}, is {state}{why}."
    if not made.is_noted:
        yield f"{upn}: no change is noted. If one were, and its time of grace were over:"
    elif noted.decide_at:
        yield f"A worker decides about it from {moment_words(noted.decide_at)} on. Decided now:"


def _decision_as_text(made: Preview) -> str:
    match made.decision:
        case Nudge():
            return "Photobot writes to this person."
        case SyncAndTell():
            return "Photobot updates SharePoint, and tells this person."
        case SyncQuietly():
            return "Photobot updates SharePoint, and writes to nobody."
        case WaitUntil(moment, because):
            return f"Photobot waits until {moment_words(moment)}: {reason_words(because)}."
        case Drop(because):
            return f"Photobot does nothing: {reason_words(because)}."
        case _:
            return "Photobot waits for a check."


def _heading(seen: _Seen) -> str:
    made = seen.preview
    language = seen.reader.language.locale.get_display_name("en")
    when = "The message"
    if made.is_synced_first:
        when = "The message if SharePoint can't be updated (else it says that it was)"
    elif isinstance(made.decision, WaitUntil):
        when = "The message if it is still so then"
    is_made_up = made.nudge is not None and made.nudge.reference == NO_REFERENCE
    reference = f", with a reference of its own for {NO_REFERENCE}" if is_made_up else ""
    return f"{when}, in {language}{reference}:"
