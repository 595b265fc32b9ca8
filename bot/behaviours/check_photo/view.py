"""The state of somebody's photo as an agent sees it."""

from collections.abc import Iterable, Iterator

from bot.behaviours.check_photo.texts import again_button, another_button
from bot.behaviours.tell_helpdesk.texts import administrator_words, repair_words
from bot.chat.language import Gettext, Reader
from bot.photos.causes import Remedy
from bot.photos.readings import Size
from bot.results import agent_causes as causes
from bot.results import agent_texts as words
from bot.results.pictures import CopyAddress
from bot.results.plain_view import LARGE_FIRST
from bot.results.record import CopyRead, Evidence, evidence_of
from bot.texts.agent_copies import agent_place, agent_state, agent_why
from bot.texts.joining import followed, named
from bot.texts.verdicts import MOODS
from bot.texts.written import in_markdown
from bot.use_cases.check import CheckResult
from cards.dialog_views import StateView
from cards.views import Fact, Section, SmallPicture

# Pixels on the card: a thumbnail is not shown larger than it is.
WIDTHS = {None: 96, Size.L: 96, Size.M: Size.M.pixels, Size.S: Size.S.pixels}


def state_view(
    found: CheckResult, picture: CopyAddress | None, reader: Reader, *, may_sync: bool
) -> StateView:
    """Show what a check found; the pictures too where there is an address for them.

    `may_sync` tells whether an agent can sync for the person.
    """
    _ = reader.gettext
    # Made of what a row may keep, so that nothing of a picture is in the words.
    evidence = evidence_of(found)
    return StateView(
        title=in_markdown(found.person.upn),
        verdict=words.agent_verdict(evidence.verdict, _),
        mood=MOODS[evidence.verdict],
        pictures=tuple(_pictures(found, evidence, picture, _)) if picture else (),
        sections=(
            Section(_("Copies"), (), tuple(_copies(evidence, _))),
            *_section(_("Causes"), causes.agent_causes(evidence.causes, _)),
            *_section(_("What to do"), _to_do(found, evidence, may_sync, _)),
            *_section(_("What else it may be"), _possibilities(evidence, _)),
            Section(_("Account and profile"), (), words.agent_facts(evidence, _)),
        ),
        footnote=words.read_at_words(reader.moment(evidence.read_at), _),
        buttons=(
            again_button(found.person.id, _("Check again")),
            another_button(_),
        ),
    )


def _copies(evidence: Evidence, _: Gettext) -> Iterator[Fact]:
    microsoft_365, *thumbnails = evidence.copies
    by_size = {read.copy.size: read for read in thumbnails}
    for read in (microsoft_365, *(by_size[size] for size in LARGE_FIRST)):
        yield Fact(agent_place(read.copy.size, _), _copy(read, _))


def _copy(read: CopyRead, _: Gettext) -> str:
    state = agent_state(read.copy.state, _)
    if read.not_read:
        return followed(state, agent_why(read.not_read, _), _)
    if read.copy.pixels is None or read.copy.size is None:
        # Graph scales the photo for a check, so its pixels say nothing about the stored one.
        return state
    width, height = read.copy.pixels
    return _("{state}, {width} × {height} pixels").format(state=state, width=width, height=height)


def _to_do(found: CheckResult, evidence: Evidence, may_sync: bool, _: Gettext) -> Iterator[str]:
    yield words.agent_remedy(evidence.remedy, _, may_sync=may_sync, has_case=False)
    for cause in evidence.causes:
        yield administrator_words(cause, _)
    yield words.agent_wait(found.diagnosis, _)
    if evidence.repairable and evidence.remedy is not Remedy.REPAIR:
        yield repair_words(_)
    if permissions := evidence.facts.missing_permissions:
        names = ", ".join(permissions)
        yield _("These permissions would tell more: {names}").format(names=names)


def _possibilities(evidence: Evidence, _: Gettext) -> Iterator[str]:
    for cause, said in zip(
        evidence.possible, causes.agent_possibilities(evidence.possible, _), strict=True
    ):
        yield said
        yield administrator_words(cause, _)


def _section(heading: str, sentences: Iterable[str]) -> tuple[Section, ...]:
    paragraphs = tuple(filter(None, sentences))
    return (Section(heading, paragraphs),) if paragraphs else ()


def _pictures(
    found: CheckResult, evidence: Evidence, picture: CopyAddress, _: Gettext
) -> Iterator[SmallPicture]:
    states = {read.copy.size: agent_state(read.copy.state, _) for read in evidence.copies}
    for size in (None, *LARGE_FIRST):
        address = picture(found, size)
        if address:
            place = agent_place(size, _)
            yield SmallPicture(place, address, named(place, states[size], _), WIDTHS[size])
