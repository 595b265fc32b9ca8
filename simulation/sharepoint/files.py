"""Folders and files below `_api/web` (docs/photo-sync.md, "SharePoint REST").

The string-based calls URL-decode names with `#` or `%`; files with such names are only reached with
the calls that take `decodedUrl`.
"""

from typing import Any
from urllib.parse import unquote

from simulation.sharepoint.errors import (
    access_denied,
    file_exists,
    file_not_found,
    folder_not_found,
    invalid_name,
    list_view_threshold,
    no_such_resource,
    version_mismatch,
)
from simulation.sharepoint.expression import Term
from simulation.sharepoint.odata import Entity, Result
from simulation.sharepoint.request import SharePointRequest
from simulation.tenant.library import Library, StoredFile
from simulation.web import Response

WRITE = ("Sites.FullControl.All",)
READ = ("Sites.Read.All", "Sites.ReadWrite.All", "Sites.Manage.All", *WRITE)
DELEGATED_READ = ("AllSites.Read", "AllSites.Write", "AllSites.Manage", "AllSites.FullControl")


def call_web(request: SharePointRequest, terms: tuple[Term, ...]) -> Result | Response:
    """Return the result of a path below `web`."""
    request.require_as(access_denied(), READ, DELEGATED_READ)
    if not terms:
        return _web(request)
    first, *rest = terms
    match first.name:
        case "getfolderbyserverrelativeurl":
            return _in_folder(request, _string_path(first.text("serverRelativeUrl")), rest)
        case "getfolderbyserverrelativepath":
            return _in_folder(request, _absolute(first.text("decodedUrl")), rest)
        case "getfilebyserverrelativeurl":
            return _on_file(request, _string_path(first.text("serverRelativeUrl")), rest)
        case "getfilebyserverrelativepath":
            return _on_file(request, _absolute(first.text("decodedUrl")), rest)
    raise no_such_resource(first.name)


def file_entity(file: StoredFile) -> Entity:
    """Describe a file, without its content."""
    fields: dict[str, Any] = {
        "ETag": file.etag,
        "Exists": True,
        "Length": str(len(file.content)),
        "Name": file.name,
        "ServerRelativeUrl": file.path,
        "TimeLastModified": file.modified.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "UniqueId": str(file.unique_id),
        "UIVersionLabel": f"{file.version}.0",
    }
    return Entity("SP.File", f"Web/GetFileByServerRelativePath(decodedurl='{file.path}')", fields)


def _web(request: SharePointRequest) -> Entity:
    fields = {"ServerRelativeUrl": "/", "Title": "Contoso", "Url": request.call.host}
    return Entity("SP.Web", "Web", fields)


def _library(request: SharePointRequest) -> Library:
    """Return the library of the host; only the My Site host has the pictures."""
    return request.geography.library if request.role == "my" else Library()


def _in_folder(request: SharePointRequest, path: str, rest: list[Term]) -> Result:
    library = _library(request)
    folder = library.folder(path)
    if folder is None:
        raise folder_not_found()
    match [term.name for term in rest]:
        case []:
            return _folder_entity(library, folder)
        case ["folders"]:
            return [
                _folder_entity(library, inner) for inner in _listable(library).folders_in(folder)
            ]
        case ["files"]:
            return [file_entity(file) for file in _listable(library).files_in(folder)]
        case ["files", "add"] if request.method == "POST":
            name = rest[1].text("url")
            if "#" in name or "%" in name:
                raise invalid_name(name)
            return _add(request, folder, name, rest[1])
        case ["files", "addusingpath"] if request.method == "POST":
            return _add(request, folder, rest[1].text("decodedUrl"), rest[1])
    raise no_such_resource(rest[-1].name)


def _listable(library: Library) -> Library:
    """Return the library, unless it holds too much to be listed. Raises SharePointError."""
    if library.is_over_the_threshold:
        raise list_view_threshold()
    return library


def _add(request: SharePointRequest, folder: str, name: str, term: Term) -> Result:
    request.require(access_denied(), *WRITE)
    if "/" in name or not name:
        raise invalid_name(name)
    library = _library(request)
    if request.tenant.settings.threshold_stops_adding:
        library = _listable(library)
    path = f"{folder}/{name}"
    if library.file(path) and term.named.get("overwrite") is not True:
        raise file_exists(name)
    now, identity = request.tenant.clock.now(), request.tenant.new_uuid()
    return file_entity(library.put(path, request.call.body, now, identity))


def _on_file(request: SharePointRequest, path: str, rest: list[Term]) -> Result | Response:
    library = _library(request)
    file = library.file(path)
    if file is None:
        raise file_not_found(path)
    names = [term.name for term in rest]
    match request.method, names:
        case "GET", []:
            return file_entity(file)
        case "GET", ["$value"]:
            headers = {"Content-Type": "application/octet-stream"}
            return Response(200, file.content, headers)
        case "PUT", ["$value"]:
            request.require(access_denied(), *WRITE)
            now = request.tenant.clock.now()
            library.put(path, request.call.body, now, file.unique_id)
            return Response(204)
        case "DELETE", []:
            request.require(access_denied(), *WRITE)
            _require_version(request, file)
            library.delete(path)
            return Response(200)
    raise no_such_resource(names[-1] if names else path)


def _require_version(request: SharePointRequest, file: StoredFile) -> None:
    """Raise SharePointError where `If-Match` names another version of the file."""
    wanted = request.call.header("if-match")
    if wanted not in ("", "*", file.etag):
        raise version_mismatch(wanted, file.etag)


def _folder_entity(library: Library, path: str) -> Entity:
    fields: dict[str, Any] = {
        "Exists": True,
        "ItemCount": library.count_in(path),
        "Name": path.rpartition("/")[2],
        "ServerRelativeUrl": path,
    }
    return Entity("SP.Folder", f"Web/GetFolderByServerRelativePath(decodedurl='{path}')", fields)


def _string_path(value: str) -> str:
    return _absolute(unquote(value.partition("#")[0]))


def _absolute(path: str) -> str:
    return path if path.startswith("/") else f"/{path}"
