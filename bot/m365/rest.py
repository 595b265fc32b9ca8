"""Addresses of SharePoint's REST interface (photo-sync.md §2.4), encoded as they are sent."""

from urllib.parse import quote

JSON = "application/json;odata=nometadata"
_NEEDS_RESOURCE_PATH = frozenset("#%")


def claim(upn: str) -> str:
    """The name by which SharePoint knows an account."""
    return f"i:0#.f|membership|{upn}"


def profile_of(site: str, upn: str) -> str:
    """All properties of one person's profile."""
    manager = f"{site}/_api/SP.UserProfiles.PeopleManager"
    return f"{manager}/GetPropertiesFor(accountName=@v)?@v='{_literal(claim(upn))}'"


def set_property(site: str) -> str:
    """Where one profile property is set."""
    return f"{site}/_api/SP.UserProfiles.PeopleManager/SetSingleValueProfileProperty"


def set_my_picture(site: str) -> str:
    """Where people set their own profile picture."""
    return f"{site}/_api/SP.UserProfiles.PeopleManager/SetMyProfilePicture"


def file_content(site: str, path: str) -> tuple[str, ...]:
    """The bytes of a file, by its decoded server-relative path; the better form first."""
    return tuple(f"{form}/$value" for form in _forms(site, "File", path))


def file(site: str, path: str) -> tuple[str, ...]:
    """A file itself, by its decoded server-relative path; the better form first."""
    return _forms(site, "File", path)


def folders_in(site: str, folder: str) -> str:
    """The folders of a folder."""
    return f"{_item(site, 'Folder', folder)}/Folders"


def files_in(site: str, folder: str) -> str:
    """The names of some files of a folder."""
    return f"{_item(site, 'Folder', folder)}/Files?$select=Name&$top=100"


def add_file(site: str, folder: str, name: str) -> tuple[str, ...]:
    """Where a file is put, over whatever is there; the better form first."""
    adds = tuple(
        f"{within}/Files/add(url='{_literal(name)}',overwrite=true)"
        for within in _forms(site, "Folder", folder)
    )
    if _NEEDS_RESOURCE_PATH.isdisjoint(name):
        return adds
    within = f"{_item(site, 'Folder', folder)}/Files"
    return (f"{within}/AddUsingPath(decodedurl='{_literal(name)}',overwrite=true)", *adds[-1:])


def context_info(site: str) -> str:
    """Where a request digest is asked for."""
    return f"{site}/_api/contextinfo"


def _item(site: str, kind: str, path: str) -> str:
    return _forms(site, kind, path)[0]


def _forms(site: str, kind: str, path: str) -> tuple[str, ...]:
    """Address a file or folder.

    The usual form is not said to name one that has # or % in it; the other is not served by all.
    """
    usual = f"{site}/_api/web/Get{kind}ByServerRelativeUrl('{_literal(path)}')"
    if _NEEDS_RESOURCE_PATH.isdisjoint(path):
        return (usual,)
    return (f"{site}/_api/web/Get{kind}ByServerRelativePath(decodedUrl='{_literal(path)}')", usual)


def _literal(text: str) -> str:
    return quote(text.replace("'", "''"), safe="/")
