"""Tell where a photo that was written shows, and when, as far as Microsoft documents it."""

from collections.abc import Collection

from bot.chat.language import Gettext
from bot.photos.copies import Store
from cards.views import Fact


def when_seen(written: Collection[Store], _: Gettext) -> tuple[Fact, ...]:
    """Tell for each app when it shows the photo, or how to make it.

    Source: docs/photo-sync.md, "Delays" and "Caches".
    """
    in_sharepoint, in_microsoft_365 = Store.SHAREPOINT in written, Store.MICROSOFT_365 in written
    return (
        Fact(_("SharePoint, OneDrive"), _sharepoint(in_sharepoint, _)),
        *(_of_new_photo(_) if in_microsoft_365 else _of_photo_as_it_was(_)),
    )


def _sharepoint(written: bool, _: Gettext) -> str:
    if written:
        return _("at once; reload the page. Lists of a site's people follow after some hours")
    return _("after you have opened it yourself, and at most once in 24 hours")


def _of_new_photo(_: Gettext) -> tuple[Fact, ...]:
    return (
        Fact(_("Profile card"), _("within 48 hours")),
        Fact(_("Outlook"), _("within about a day, with its next address book")),
        Fact(
            _("Teams"),
            _(
                "perhaps after some days; sign out and in again to see it sooner. Classic Teams "
                "keeps pictures for up to 60 days. How long the new Teams keeps them isn't known"
            ),
        ),
        Fact(_("Phone"), _("not known; sign out of the app and in again to see it sooner")),
    )


def _of_photo_as_it_was(_: Gettext) -> tuple[Fact, ...]:
    kept = _(
        "they show the Microsoft 365 photo, which is as it was; if you see another one, sign out "
        "and in again"
    )
    return (
        Fact(_("Profile card"), _("within 48 hours")),
        Fact(_("Outlook, Teams"), kept),
        Fact(_("Phone"), _("not known; sign out of the app and in again to see it sooner")),
    )
