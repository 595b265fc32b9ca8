"""Find the folder of `User Photos` that holds the pictures (docs/photo-sync.md, "Library")."""

from collections.abc import Iterator
from typing import Any

from bot.core.failures import FailureReason, ServiceFailure
from bot.m365 import permissions, rest
from bot.m365.http import Http, Request
from bot.photos.library import LIBRARY

# SharePoint keeps these in every library, for forms and for previews.
_FOLDERS_WITHOUT_PICTURES = frozenset({"forms", "_t", "_w"})
_THUMBNAIL_MARK = "_mthumb."


async def picture_folder(http: Http, my_site: str) -> str:
    """Find the folder's name, which is in the site's language; raises ServiceFailure.

    A change of that language leaves a second folder: take the fullest that holds thumbnails.
    """
    listed = await _items(http, rest.folders_in(my_site, LIBRARY))
    fullest_first = sorted(listed, key=_item_count, reverse=True)
    names = [str(folder["Name"]) for folder in fullest_first]
    folders = [name for name in names if name.lower() not in _FOLDERS_WITHOUT_PICTURES]
    if len(folders) == 1:
        return folders[0]
    for folder in folders:
        files = await _items(http, rest.files_in(my_site, f"{LIBRARY}/{folder}"))
        if any(_THUMBNAIL_MARK in str(file["Name"]).lower() for file in files):
            return folder
    raise ServiceFailure("sharepoint", FailureReason.UNEXPECTED, code="no_picture_folder")


async def _items(http: Http, url: str) -> list[dict[str, Any]]:
    headers = {"Accept": rest.JSON}
    request = Request("sharepoint", url, headers=headers, needs=permissions.READ_SITES)
    return list(_named((await http.succeed(request)).json(request)))


def _item_count(folder: dict[str, Any]) -> int:
    count = folder.get("ItemCount")
    return count if isinstance(count, int) else 0


def _named(answer: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """List the items with a name in `{value: […]}`, `{d: {results: […]}}` or `{d: […]}`."""
    inner = answer.get("d", answer)
    items = inner.get("results", inner.get("value")) if isinstance(inner, dict) else inner
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict) and isinstance(item.get("Name"), str):
            yield item
