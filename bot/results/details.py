"""What a result card keeps folded: every copy, the long reasons, and what was done step by step."""

from collections.abc import Sequence

from bot.chat.language import Gettext, Reader
from bot.photos.causes import Remedy
from bot.photos.copies import Copy, Store
from bot.photos.findings import Findings
from bot.photos.readings import NotRead, Readings, Size
from bot.results import sync_texts as syncs
from bot.results.change_texts import Change
from bot.results.reasons_texts import found_words, place_words
from bot.results.record import evidence_of
from bot.texts import copies as copy_words
from bot.texts.causes import cause_headline
from bot.texts.joining import listed
from bot.texts.links import Links
from bot.texts.possibilities import possibility_words
from bot.texts.remedies import remedy_words, wait_words
from bot.texts.when_seen import when_seen
from bot.use_cases.check import CheckResult
from bot.use_cases.sync import ActResult, Ending
from cards.views import Details, Fact, Section

# What a change writes, and so who shows it when; a change that is not here shows by itself.
WRITTEN = {
    Change.SYNC: frozenset({Store.SHAREPOINT}),
    Change.NEW_PICTURE: frozenset(Store),
    Change.SHAREPOINT_PICTURE: frozenset(Store),
}


def of_check(check_result: CheckResult, links: Links, reader: Reader) -> Details:
    """Tell everything about a check that is not said at the first look."""
    _ = reader.gettext
    diagnosis = check_result.diagnosis
    perhaps = () if diagnosis.remedy is Remedy.REPAIR else diagnosis.possible
    findings = Findings(check_result.readings, diagnosis.copies)
    missing = _("These permissions would tell more: {names}")
    permissions = ", ".join(findings.missing_permissions)
    sections = (
        Section(_("What I know"), _reasons(check_result, links, _)),
        Section(
            _("What it may also be"), _list([possibility_words(cause, _) for cause in perhaps])
        ),
        Section(_("Every copy"), (), _copies(check_result, _)),
        Section(
            _("For an administrator"), (missing.format(names=permissions),) if permissions else ()
        ),
        Section(
            _("Checked"),
            (_("Read on {when}.").format(when=reader.moment(check_result.readings.read_at)),),
        ),
    )
    return Details(_("Details"), _filled(sections))


def of_act(change: Change, act_result: ActResult, checked: Details, _: Gettext) -> Details:
    """Tell every step of an act, and when its result shows, before the details of the check."""
    failure = act_result.failure
    why = (copy_words.why_words(NotRead.of(failure), _),) if failure else ()
    steps = _list([syncs.step_words(step, _) for step in act_result.steps])
    left = syncs.left_words(act_result.left, _)
    fixed = act_result.ending is Ending.FIXED
    written = WRITTEN.get(change) if fixed else None
    sections = (
        Section(_("When you'll see it"), (), when_seen(written, _) if written else ()),
        Section(_("What I did"), (*why, *steps, *left)),
        # What was found before is mended: only what is stored now still counts.
        *(checked.sections if not fixed else _facts_of(checked)),
    )
    return Details(checked.title, _filled(sections))


def with_section(details: Details, heading: str, words: str) -> Details:
    """Add a paragraph under a heading of its own, before the others."""
    return Details(details.title, (Section(heading, (words,)), *details.sections))


def _facts_of(checked: Details) -> tuple[Section, ...]:
    return tuple(section for section in checked.sections if section.facts) + checked.sections[-1:]


def _reasons(check_result: CheckResult, links: Links, _: Gettext) -> tuple[str, ...]:
    """Explain the first cause in full and the others in short; “Why?” tells the rest."""
    diagnosis, evidence = check_result.diagnosis, evidence_of(check_result)
    first, others = diagnosis.causes[:1], diagnosis.causes[1:]
    return (
        *(found_words(cause, evidence, _) for cause in first),
        listed(_("And besides:"), [cause_headline(cause, _) for cause in others]),
        remedy_words(diagnosis.remedy, links, _),
        wait_words(diagnosis, _),
    )


def _copies(check_result: CheckResult, _: Gettext) -> tuple[Fact, ...]:
    readings, (first, *stored) = check_result.readings, check_result.diagnosis.copies
    # Graph scales the photo for a check, so its pixels say nothing about the stored one.
    cloud = readings.microsoft_365
    details = [(first, copy_words.why_words(cloud, _) if isinstance(cloud, NotRead) else "")]
    details += [
        (copy, _stored(copy, readings, copy.size, _)) for copy in reversed(stored) if copy.size
    ]
    return tuple(
        Fact(
            place_words(copy.size, _),
            copy_words.state_and_detail(copy_words.state_words(copy.state, _), detail, _),
        )
        for copy, detail in details
    )


def _stored(copy: Copy, readings: Readings, size: Size, _: Gettext) -> str:
    # Its picture may look like another one, so it is said why it counts as the same.
    if size in readings.proven:
        return _("not changed since I found it the same")
    return copy_words.detail_words(copy, readings.thumbnails[size], _)


def _list(sentences: Sequence[str]) -> tuple[str, ...]:
    lines = "\n".join(f"- {each}" for each in sentences)
    return (lines,) if lines else ()


def _filled(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Leave out paragraphs without words, and sections that have nothing to tell."""
    told = (
        Section(section.heading, tuple(filter(None, section.paragraphs)), section.facts)
        for section in sections
    )
    return tuple(section for section in told if section.paragraphs or section.facts)
