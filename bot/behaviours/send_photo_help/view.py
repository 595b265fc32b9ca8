"""The preview: the message as the person would get it now, and who that is."""

from collections.abc import Iterator
from dataclasses import replace

from bot.behaviours.send_photo_help.draft import Draft
from bot.behaviours.send_photo_help.texts import change_button, send_button
from bot.chat.language import Language, Reader
from bot.texts.joining import named
from bot.texts.written import in_markdown
from cards.dialog_views import PreviewView
from cards.views import MessageView, ResultView


def preview_view(
    message: MessageView | ResultView,
    draft: Draft,
    reader: Reader,
    *,
    name: str,
    address: str,
    language: Language,
    has_chat: bool,
    is_quiet: bool,
    with_pictures: bool,
) -> PreviewView:
    """Show a message to the agent who may send it.

    `name`, `address` and `language` are those of the person, who `has_chat` with the bot, or
    `is_quiet`: wants no messages that they did not ask for.
    """
    _ = reader.gettext
    shown = message if with_pictures else without_pictures(message)
    about = _("It goes to {address} in {language}. I check their photo once more as I send it.")
    never_used = _(
        "They haven't used Photobot yet, so I don't know their language. I install the app for "
        "them first, if I may."
    )
    quiet = _("They want no messages that they didn't ask for. As long as that's so, I send none.")
    hidden = _("They see their pictures here; agents see the state alone.")
    return PreviewView(
        title=_("This is what {name} gets").format(name=in_markdown(name)),
        paragraphs=(
            about.format(address=in_markdown(address), language=language.named_in(reader.language)),
            *((quiet,) if is_quiet else (never_used,) if not has_chat else ()),
        ),
        message=shown,
        its_buttons=named(_("Buttons"), " · ".join(_titles(message)), _),
        remarks=(hidden,) if shown != message else (),
        buttons=(send_button(draft, _), change_button(draft, _)),
    )


def without_pictures(view: MessageView | ResultView) -> MessageView | ResultView:
    """Return the view without what the person sees of their photo."""
    if isinstance(view, MessageView):
        return view
    return replace(
        view,
        microsoft_365=replace(view.microsoft_365, picture=None),
        sharepoint=replace(view.sharepoint, picture=None),
    )


def _titles(view: MessageView | ResultView) -> Iterator[str]:
    buttons = view.every_button if isinstance(view, ResultView) else view.buttons
    yield from (button.title for button in buttons)
    if view.ask:
        yield view.ask.title
