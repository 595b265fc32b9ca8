"""What the page on privacy says: what Photobot reads, keeps and changes, and who sees it."""

from collections.abc import Iterator
from datetime import timedelta
from math import inf

from babel.dates import format_timedelta

from bot.about.document import Document, Section
from bot.chat.language import Language
from bot.config.settings import Settings


def privacy(settings: Settings, language: Language) -> Document:
    """Say it as these settings have it (docs/operations.md, "Retention")."""
    _ = language.gettext
    kept_for = format_timedelta(
        timedelta(days=settings.retention_days), "day", threshold=inf, locale=language.locale
    )
    return Document(
        title=_("Privacy"),
        lead=_(
            "Photobot checks your profile photo in Microsoft 365, and fixes it where your "
            "company allows that. Your company runs it and keeps its data. It sends nothing "
            "about you to its makers."
        ),
        sections=(
            Section(_("What it reads"), tuple(_read(settings, language))),
            Section(_("What it keeps, and for how long"), _kept(kept_for, language)),
            Section(_("Who sees it"), tuple(_seen(settings, language))),
            Section(_("What it changes"), tuple(_changed(settings, language))),
            Section(_("What you can do"), _choices(language)),
        ),
    )


def _read(settings: Settings, language: Language) -> Iterator[str]:
    _ = language.gettext
    yield _(
        "Every copy of your profile photo in Microsoft 365, and the settings by which the services "
        "copy it. It reads them when you ask, when a later check is due that it promised you, and "
        "when an administrator asks."
    )
    if settings.helpdesk_groups:
        yield _("It also reads them when your helpdesk asks.")
    if settings.watch != "off":
        yield _(
            "Regularly, a mark of everybody's photo. The mark tells that a photo changed, and not "
            "what it shows. Where yours changed, Photobot may check it unasked."
        )
    yield _(
        "Your name, your sign-in address, and what decides how your photo gets to each place: "
        "whether your account is switched on, whether you are a guest, whether your account comes "
        "from your company's own directory, and which services your licences bring."
    )
    yield _(
        "What you write to it in Teams, and pictures that you put into its chat. Teams may also "
        "tell it up to which message you read that chat."
    )


def _kept(kept_for: str, language: Language) -> tuple[str, ...]:
    """Say it for all features: what one has noted is still there when it is switched off."""
    _ = language.gettext
    return (
        _(
            "Pictures: never stored. One that waits for your answer, or that Undo can put back, is "
            "in memory for an hour at most."
        ),
        _(
            "What it found, what it changed, which messages it sent you, when, and who asked for "
            "it: for {time}. A message that is still to be sent is kept until it was sent or given "
            "up, and one that went to many people until {time} after all of them were done."
        ).format(time=kept_for),
        _(
            "Where it can write to you, your time zone, your language, how far you read its chat, "
            "which messages you don't want, and whether you removed the app: until your company "
            "deletes it."
        ),
        _(
            "Where your company has it watch for new photos: the id and the kind of your account, "
            "the mark of your photo, and whether you are in a group that it writes to or leaves "
            "out. The account and the mark are kept until {time} after Photobot notices that you "
            "have left."
        ).format(time=kept_for),
        _(
            "Where your helpdesk wrote to you through Photobot: what became of it, the note, the "
            "ticket and what you answered, for {time} after that case ended. It ends after 14 "
            "days at the latest."
        ).format(time=kept_for),
        _(
            "Where it wrote your picture into SharePoint: the address of each picture, which holds "
            "your sign-in address, and marks of its version and of your photo's. By them it tells "
            "later which pictures are yours and unchanged. For {time} after the last time."
        ).format(time=kept_for),
        _("That an agent of your helpdesk looked at your photo, who and when: for {time}.").format(
            time=kept_for
        ),
        _(
            "If you are an agent of your helpdesk: at whose photo you looked, to whom you had it "
            "write, what you had it change and why, for {time}."
        ).format(time=kept_for),
        _("Notes about work in progress, for example a sign-in: for about a day at most."),
        _(
            "Otherwise it stores the id of your account in place of your name, and nothing else "
            "that you write to it. The chat itself, with the pictures that Photobot showed you "
            "there, stays in Teams for as long as your company keeps chats."
        ),
        _(
            "Its logs hold no name, no picture and no message. Backups of its database are made by "
            "your company, and may last longer."
        ),
    )


def _seen(settings: Settings, language: Language) -> Iterator[str]:
    _ = language.gettext
    if settings.uses_targeted:
        yield _(
            "You, in your own chat with Photobot. If you ask it in a group chat or channel, it "
            "answers there too, in a message that only you see, for a day. Others are shown "
            "nothing about your photo or your account."
        )
    else:
        yield _(
            "You, in your own chat with Photobot. Where others read, it shows nothing about your "
            "photo or your account."
        )
    if settings.pictures == "https":
        good_for = format_timedelta(
            settings.pictures_good_for, "second", threshold=1, locale=language.locale
        )
        yield _(
            "Pictures on a card are links, which are good for about {time}. Whoever has such a "
            "link can see that one picture until then, without signing in."
        ).format(time=good_for)
    if settings.helpdesk_groups:
        yield (
            _("Agents of your helpdesk: what your photo is like in each place, and the pictures.")
            if settings.helpdesk_sees == "pictures"
            else _(
                "Agents of your helpdesk: what your photo is like in each place, but not the "
                "pictures."
            )
        )
        yield _(
            "Photobot notes each time one of them looks. Ask it “who looked at my photo?”, and it "
            "tells you who and when."
        )
        yield _(
            "An agent who has Photobot write to you also sees whether you opened that message, "
            "what became of your photo, and what you answer."
        )
    yield _(
        "The people who run Photobot for your company: everything it keeps. They can also check "
        "a photo by a command, which isn't noted."
    )


def _changed(settings: Settings, language: Language) -> Iterator[str]:
    _ = language.gettext
    yield _("Your photo, if you agreed. Photobot says first what it overwrites or removes.")
    if settings.helpdesk_groups:
        yield _(
            "An agent of your helpdesk can have SharePoint's copies overwritten with your "
            "Microsoft 365 photo. They must say why. Photobot tells you who did it and why, unless "
            "you stopped its messages."
        )
    if settings.watch in ("pilot", "on") and settings.watch_policy == "sync_and_tell":
        yield _(
            "Where a new photo of yours does not reach SharePoint, Photobot may overwrite "
            "SharePoint's copies with it unasked, and tells you."
        )
    if settings.watch in ("pilot", "on") and settings.watch_policy == "sync_quietly":
        yield _(
            "Where a new photo of yours does not reach SharePoint, Photobot may overwrite "
            "SharePoint's copies with it unasked, without a message."
        )
    yield _("An administrator can have SharePoint's copies overwritten in the same way.")
    if settings.sign_in:
        yield _(
            "Where you sign in to Photobot, it changes your own photo with your own rights. What "
            "proves your sign-in is in memory, and is never stored."
        )
    yield _("Each change is noted before it is made.")


def _choices(language: Language) -> tuple[str, ...]:
    _ = language.gettext
    return (
        _("Write “stop” to Photobot, and it only writes to you when you ask."),
        _("Write “what did you do?”, and it tells you what it read and changed."),
        _("Ask your IT support for all that Photobot keeps of you, or to have it deleted."),
    )
