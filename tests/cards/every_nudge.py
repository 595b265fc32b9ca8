"""Every card of a message about a photo change, and what is said about such messages."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from bot.behaviours.nudge import texts
from bot.behaviours.nudge.view import stale_view, synced_view
from bot.behaviours.verify import texts as verify
from bot.chat.language import Reader
from bot.chat.surface import Card
from bot.nudges.ports import NoticedChange, NudgeRow
from bot.photos.verdict import Verdict
from bot.results.pictures import inline
from bot.results.plain_view import PlainViews
from bot.texts.links import Links
from bot.texts.verdicts import verdict_title
from bot.use_cases.check import CheckResult
from bot.watch.change import ChangeKind
from cards.render import card_of
from tests.behaviours.fakes import CHAT
from tests.photos.examples import ACCOUNT, READ_AT

CARD = UUID(int=1)
NUDGE = NudgeRow(
    id=UUID(int=2),
    subject=ACCOUNT.id,
    change=NoticedChange(UUID(int=3), ChangeKind.CHANGED, READ_AT),
    reference="PB-7K3M9QX",
    is_shadow=False,
    created_at=READ_AT,
    expires_at=READ_AT + timedelta(days=30),
    sent_at=READ_AT,
)
OF_CAMPAIGN = replace(NUDGE, change=None, campaign=UUID(int=4))


def every_nudge(
    check_results: Iterable[tuple[str, CheckResult]], links: Links, reader: Reader
) -> Iterator[tuple[str, Card]]:
    """Name to card."""
    plain = PlainViews(inline, links)
    for name, found in check_results:
        if found.diagnosis.verdict is Verdict.IN_SYNC:
            synced = synced_view(plain, NUDGE, found, CARD, reader)
            yield f"nudge-synced-{name}", card_of(synced)
        view = stale_view(plain, OF_CAMPAIGN, found, CARD, reader, where=CHAT)
        yield f"nudge-of-campaign-{name}", card_of(view)
        for kind in ChangeKind:
            for ending in (None, "not_fixed"):
                change = NoticedChange(UUID(int=3), kind, READ_AT)
                nudge = replace(NUDGE, change=change, sync_ending=ending)
                view = stale_view(plain, nudge, found, CARD, reader, where=CHAT)
                yield f"nudge-{name}-{kind}-{ending}", card_of(view)
        asked_for = stale_view(plain, NUDGE, found, CARD, reader, where=CHAT, asked_for=True)
        yield f"nudge-{name}-asked_for", card_of(asked_for)
    for name, nudge in {"nudge": NUDGE, "nudge-of-campaign": OF_CAMPAIGN}.items():
        title = verdict_title(Verdict.IN_SYNC, reader.gettext)
        yield f"{name}-settled", card_of(texts.settled(nudge, title, reader))
    yield "nudge-put_off", card_of(texts.put_off(READ_AT, READ_AT, reader))
    yield "verify-from_me", card_of(verify.from_me(NUDGE, reader))
    yield "verify-perhaps", card_of(verify.from_me(replace(NUDGE, sent_at=None), reader))
    yield "verify-not_from_me", card_of(verify.not_from_me("PB-0000000", reader))
    yield "verify-latest", card_of(verify.latest(NUDGE, reader))
    yield "verify-nothing", card_of(verify.nothing(READ_AT, reader))
