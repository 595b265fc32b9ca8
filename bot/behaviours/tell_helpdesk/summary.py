"""A diagnosis as plain lines for a helpdesk, without the person's words or pictures."""

from collections.abc import Iterator
from urllib.parse import quote

from bot.behaviours.tell_helpdesk.texts import administrator_words, repair_words
from bot.chat.language import Gettext, Reader
from bot.photos.causes import NUMBERS, Cause, Remedy
from bot.results import reasons_texts as reasons
from bot.results.headlines import check_title
from bot.results.record import CopyRead, Evidence
from bot.texts.buttons import CheckButton
from bot.texts.causes import cause_headline
from bot.texts.copies import state_words
from bot.texts.joining import named
from cards.views import Link, ReportView, Section

# Windows hands on addresses of about this many characters, and cuts or refuses longer ones.
MAX_ADDRESS = 2000
DIAGNOSIS = "{diagnosis}"


def summary_lines(evidence: Evidence, name: str, reader: Reader) -> Iterator[str]:
    """Yield one line for each fact, the most important ones first; `name` is the person's UPN."""
    _ = reader.gettext
    about = _("Profile photo of {name}, as read on {when}")
    yield about.format(name=name, when=reader.moment(evidence.read_at))
    yield check_title(evidence, _)
    for cause in evidence.causes:
        yield named(_label(cause, _), cause_headline(cause, _), _)
        yield from filter(None, (administrator_words(cause, _),))
    yield from (_copy_line(read, _) for read in evidence.copies)
    for cause in evidence.possible:
        if words := administrator_words(cause, _):
            yield named(_perhaps(cause, _), words, _)
    if evidence.repairable and evidence.remedy is not Remedy.REPAIR:
        yield repair_words(_)
    if permissions := evidence.facts.missing_permissions:
        names = ", ".join(permissions)
        yield _("These permissions would tell more: {names}").format(names=names)


def helpdesk_address(setting: str, lines: tuple[str, ...]) -> str:
    """Return an address that carries the lines; last ones that make it too long are left out."""
    whole = _address(setting, lines)
    while len(whole) > MAX_ADDRESS and len(lines) > 1:
        lines = lines[:-1]
        whole = _address(setting, (*lines, "…"))
    return whole


def helpdesk_view(lines: tuple[str, ...], helpdesk: str, _: Gettext) -> ReportView:
    """Show the lines as text to copy, and link to the helpdesk if the deployment names one."""
    return ReportView(
        title=_("For your helpdesk"),
        lead=_("Copy this text. It has no picture, and I send nothing without you."),
        sections=(Section(_("Text to copy"), ("\n".join(f"- {line}" for line in lines),)),),
        buttons=(*_link(lines, helpdesk, _), CheckButton().titled(_("Check again"))),
    )


def _link(lines: tuple[str, ...], helpdesk: str, _: Gettext) -> tuple[Link, ...]:
    if not helpdesk:
        return ()
    carries = helpdesk.startswith("mailto:") or DIAGNOSIS in helpdesk
    title = _("Send it to my helpdesk") if carries else _("Open my helpdesk")
    return (Link(title, helpdesk_address(helpdesk, lines), primary=True),)


def _address(setting: str, lines: tuple[str, ...]) -> str:
    # RFC 6068: lines in a mailto address end with CRLF.
    text = quote("\r\n".join(lines), safe="")
    if DIAGNOSIS in setting:
        return setting.replace(DIAGNOSIS, text)
    if not setting.startswith("mailto:"):
        return setting
    mark = "&" if "?" in setting else "?"
    return f"{setting}{mark}subject={quote(lines[0], safe='')}&body={text}"


def _label(cause: Cause, _: Gettext) -> str:
    return _("Cause {number}, {code}").format(number=NUMBERS[cause], code=cause.value)


def _perhaps(cause: Cause, _: Gettext) -> str:
    return _("Perhaps cause {number}, {code}").format(number=NUMBERS[cause], code=cause.value)


def _copy_line(read: CopyRead, _: Gettext) -> str:
    state = state_words(read.copy.state, _)
    code = read.not_read.code or read.not_read.why.value if read.not_read else ""
    return named(reasons.place_words(read.copy.size, _), f"{state} {code}".strip(), _)
