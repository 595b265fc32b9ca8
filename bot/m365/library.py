"""Which folder of the `User Photos` library holds the pictures."""

from collections.abc import Iterable
from typing import Any

from bot.care.failures import ServiceFailure
from bot.m365 import permissions, rest
from bot.m365.answer import Request
from bot.m365.http import Http
from bot.photos.library import LIBRARY
from bot.photos.readings import Why

# Folders that SharePoint keeps in every library, for forms and for previews.
_NOT_FOR_PICTURES = frozenset({"forms", "_t", "_w"})
_MARK = "_mthumb."


async def picture_folder(http: Http, my_site: str) -> str:
    """The folder's name, which follows the site's language; raises ServiceFailure.

    Where there are several, it is the one that holds thumbnails.
    """
    listed = await _names(http, rest.folders_in(my_site, LIBRARY))
    folders = [name for name in listed if name.lower() not in _NOT_FOR_PICTURES]
    if len(folders) == 1:
        return folders[0]
    for folder in folders:
        files = await _names(http, rest.files_in(my_site, f"{LIBRARY}/{folder}"))
        if any(_MARK in name.lower() for name in files):
            return folder
    raise ServiceFailure("sharepoint", Why.UNEXPECTED, code="no_picture_folder")


async def _names(http: Http, url: str) -> list[str]:
    headers = {"Accept": rest.JSON}
    request = Request("sharepoint", url, headers=headers, needs=permissions.READ_SITES)
    return list(_named((await http.succeed(request)).json(request)))


def _named(answer: dict[str, Any]) -> Iterable[str]:
    """The names in `{value: […]}`, `{d: {results: […]}}` or `{d: […]}`."""
    inner = answer.get("d", answer)
    items = inner.get("results", inner.get("value")) if isinstance(inner, dict) else inner
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict) and isinstance(item.get("Name"), str):
            yield item["Name"]
