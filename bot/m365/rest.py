"""Addresses of SharePoint's REST API, percent-encoded exactly as they are sent.

Source: docs/photo-sync.md, "SharePoint REST".
"""

from urllib.parse import quote

JSON = "application/json;odata=nometadata"
_NEEDS_RESOURCE_PATH = frozenset("#%")


def claim(upn: str) -> str:
    """Return the name by which SharePoint knows an account."""
    return f"i:0#.f|membership|{upn}"


def profile_of(site: str, upn: str) -> str:
    """Address all properties of one person's profile, in one call instead of four."""
    manager = f"{site}/_api/SP.UserProfiles.PeopleManager"
    return f"{manager}/GetPropertiesFor(accountName=@v)?@v='{_literal(claim(upn))}'"


def set_property(site: str) -> str:
    """Address the call that sets one property of a profile."""
    return f"{site}/_api/SP.UserProfiles.PeopleManager/SetSingleValueProfileProperty"


def set_my_picture(site: str) -> str:
    """Address the call with which people set their own profile picture."""
    return f"{site}/_api/SP.UserProfiles.PeopleManager/SetMyProfilePicture"


def file(site: str, path: str) -> tuple[str, ...]:
    """Return the forms of a file's address, the preferred one first; `path` is decoded."""
    return _forms(site, "File", path)


def file_content(site: str, path: str) -> tuple[str, ...]:
    """Return the forms of the address of a file's bytes, the preferred one first."""
    return tuple(f"{form}/$value" for form in _forms(site, "File", path))


def folders_in(site: str, folder: str) -> str:
    """Address the folders of a folder."""
    return f"{_forms(site, 'Folder', folder)[0]}/Folders"


def files_in(site: str, folder: str) -> str:
    """Address the names of up to 100 files of a folder, which can hold many thousands."""
    return f"{_forms(site, 'Folder', folder)[0]}/Files?$select=Name&$top=100"


def add_file(site: str, folder: str, name: str) -> tuple[str, ...]:
    """Return the forms of the call that stores or overwrites a file, the preferred one first."""
    folders = _forms(site, "Folder", folder)
    adds = tuple(f"{within}/Files/add(url='{_literal(name)}',overwrite=true)" for within in folders)
    if _NEEDS_RESOURCE_PATH.isdisjoint(name):
        return adds
    using_path = f"{folders[0]}/Files/AddUsingPath(decodedurl='{_literal(name)}',overwrite=true)"
    return (using_path, *adds[-1:])


def context_info(site: str) -> str:
    """Address the call that issues a request digest."""
    return f"{site}/_api/contextinfo"


def _forms(site: str, kind: str, path: str) -> tuple[str, ...]:
    # Names with # or % (guests' file names have a #) take the ResourcePath form, which not every
    # site serves.
    usual = f"{site}/_api/web/Get{kind}ByServerRelativeUrl('{_literal(path)}')"
    if _NEEDS_RESOURCE_PATH.isdisjoint(path):
        return (usual,)
    return (f"{site}/_api/web/Get{kind}ByServerRelativePath(decodedUrl='{_literal(path)}')", usual)


def _literal(text: str) -> str:
    """Quote the content of an OData string literal: apostrophes are doubled, then all is encoded.

    Security: without it, a name with an apostrophe could end the literal and change the call.
    """
    return quote(text.replace("'", "''"), safe="/")
