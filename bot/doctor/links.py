"""The addresses that people are sent to."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.doctor.finding import Area, Finding, fine, warning
from bot.texts.remedies import Links

NAMES = {
    "my_account": "PHOTOBOT_LINK_MY_ACCOUNT",
    "portal": "PHOTOBOT_LINK_PORTAL",
    "about_sync": "PHOTOBOT_LINK_ABOUT_SYNC",
    "add_photo": "PHOTOBOT_LINK_ADD_PHOTO",
    "one_drive": "PHOTOBOT_SHAREPOINT_MY",
}


def link_findings(links: Links) -> Iterator[Finding]:
    """Whether all of them are https."""
    addresses = {name: getattr(links, field) for field, name in NAMES.items()}
    plain = [name for name, url in addresses.items() if url and urlsplit(url).scheme != "https"]
    for name in plain:
        remedy = "people elsewhere cannot open it: give an https address"
        yield warning(Area.SETTINGS, name, "is shown to people and is not https", remedy)
    if not plain:
        yield fine(Area.SETTINGS, "links shown to people", "all are https")
