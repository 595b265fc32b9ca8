"""The card that answers “why?”, made from what was kept of a check."""

from uuid import UUID

from bot.behaviours.explain.ruled_out import Judgement, judged
from bot.behaviours.explain.texts import account_facts
from bot.chat.language import Gettext, Reader
from bot.photos.causes import Cause, Remedy
from bot.results import reasons_texts as reasons
from bot.results.headlines import check_lead, check_title
from bot.results.plain_view import LARGE_FIRST, sync_title
from bot.results.record import Evidence
from bot.texts.buttons import CheckButton, SyncButton
from bot.texts.joining import followed
from bot.texts.links import Links
from bot.texts.possibilities import possibility_words
from cards.views import Button, Fact, Link, ReportView, Section


def explanation(evidence: Evidence, card_id: UUID, links: Links, reader: Reader) -> ReportView:
    """Explain the check that the card with this id shows."""
    _ = reader.gettext
    return ReportView(
        title=_("Why I say so"),
        lead=followed(check_title(evidence, _), check_lead(evidence, _), _),
        sections=tuple(
            section
            for section in (
                _read(evidence, reader),
                _compared(evidence, reader),
                Section(_("What I conclude"), _conclusions(evidence, _)),
                _bullets(_("What I could rule out"), _ruled_out(evidence, _)),
                _bullets(_("What I do not know"), _undecided(evidence, _)),
                Section(_("Why I suggest what I do"), (reasons.rule_words(evidence.remedy, _),)),
            )
            if section is not None
        ),
        buttons=_buttons(evidence, card_id, links, _),
    )


def _read(evidence: Evidence, reader: Reader) -> Section:
    _ = reader.gettext
    microsoft_365, *thumbnails = evidence.copies
    by_size = {read.copy.size: read for read in thumbnails}
    # A row of another version may lack a size.
    ordered = (microsoft_365, *(by_size[size] for size in LARGE_FIRST if size in by_size))
    words = _(
        "On {when} I asked Microsoft Graph for your Microsoft 365 photo and your account, and "
        "SharePoint for its profile of you and for the pictures that this profile names."
    )
    copies = (
        Fact(reasons.place_words(read.copy.size, _), reasons.read_words(read, _))
        for read in ordered
    )
    mailbox = Fact(_("Mailbox"), reasons.mailbox_words(evidence.mailbox, _))
    return Section(
        _("What I read"),
        (words.format(when=reader.moment(evidence.read_at)),),
        (
            *copies,
            *reasons.profile_facts(evidence.profile, _("there is none of you"), _),
            mailbox,
            *account_facts(evidence.facts, _),
        ),
    )


def _compared(evidence: Evidence, reader: Reader) -> Section:
    _ = reader.gettext
    by_size = {read.copy.size: read.copy for read in evidence.copies}
    facts = tuple(
        Fact(
            reasons.place_words(size, _),
            reasons.likeness_words(by_size[size], distance, reader),
        )
        for size in LARGE_FIRST
        if size in by_size and (distance := by_size[size].distance) is not None
    )
    nothing = _("Nothing: there were no two pictures that I could hold against each other.")
    words = reasons.scale_words(reader) if facts else nothing
    return Section(_("What I compared"), (words,), facts)


def _conclusions(evidence: Evidence, _: Gettext) -> tuple[str, ...]:
    found = tuple(reasons.found_words(cause, evidence, _) for cause in evidence.causes)
    return found or (_("What I read proves none of the causes that I know."),)


def _ruled_out(evidence: Evidence, _: Gettext) -> list[str]:
    causes = judged(evidence, Judgement.RULED_OUT)
    return [reasons.ruled_out_words(cause, _) for cause in causes]


def _undecided(evidence: Evidence, _: Gettext) -> list[str]:
    causes = judged(evidence, Judgement.UNDECIDED)
    permissions = evidence.facts.missing_permissions
    missing = _("These permissions would tell more: {names}")
    return [
        *(_undecided_words(cause, evidence, _) for cause in causes),
        *([missing.format(names=", ".join(permissions))] if permissions else []),
    ]


def _undecided_words(cause: Cause, evidence: Evidence, _: Gettext) -> str:
    possible = cause in evidence.possible
    return possibility_words(cause, _) if possible else reasons.undecided_words(cause, _)


def _bullets(heading: str, sentences: list[str]) -> Section | None:
    lines = "\n".join(f"- {sentence}" for sentence in sentences)
    return Section(heading, (lines,)) if lines else None


def _buttons(
    evidence: Evidence, card_id: UUID, links: Links, _: Gettext
) -> tuple[Button | Link, ...]:
    copies = tuple(read.copy for read in evidence.copies)
    sync = SyncButton(card_id).titled(sync_title(copies, evidence.causes, _), primary=True)
    repairs = evidence.remedy is Remedy.REPAIR
    return (
        *((sync,) if repairs else ()),
        CheckButton(card_id).titled(_("Check again"), primary=not repairs),
        Link(_("How synchronization works"), links.about_sync),
    )
