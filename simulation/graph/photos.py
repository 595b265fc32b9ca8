"""Profile photos: metadata and bytes at every size, writing and removing."""

import re
from typing import Any

from simulation.graph.errors import (
    GraphError,
    authentication_error,
    bad_request,
    image_not_found,
    mailbox_on_premises,
    photo_access_denied,
)
from simulation.graph.request import GraphRequest
from simulation.tenant.cloud_photo import CloudPhoto, Rendition
from simulation.tenant.person import Mailbox, MissingPhoto, Person
from simulation.tenant.picture import GRAPH_SIDES, NotAPicture
from simulation.web import Response, json_response

WRITE = ("ProfilePhoto.ReadWrite.All", "User.ReadWrite.All")
READ = ("ProfilePhoto.Read.All", "User.Read.All", "User.ReadBasic.All", *WRITE)
OWN_WRITE = ("User.ReadWrite",)
OWN_READ = ("User.Read", *OWN_WRITE)
ADMINISTRATOR_ROLES = frozenset(
    {
        "fe930be7-5e62-47db-91af-98c3a49a38b1",
        "024906de-61e5-49c8-8572-40335f1e0e10",
        "62e90394-69f5-4237-9190-012177145e10",
    }
)
"""User Administrator, People Administrator and Global Administrator (role template ids)."""
# Octet-stream is what Microsoft's own SDKs send.
MEDIA_TYPES = ("image/jpeg", "image/jpg", "image/png", "image/gif", "application/octet-stream")
MAX_UPLOAD_BYTES = 4 * 1024 * 1024
SIZE = re.compile(r"^(\d+)x(\d+)$")
ONE_PIXEL = {
    "@odata.mediaContentType": "image/gif",
    "@odata.mediaEtag": "",
    "id": "1x1",
    "height": 1,
    "width": 1,
}


def get_metadata(request: GraphRequest, name: str, size: str | None = None) -> Response:
    """Return the metadata of the photo, as a whole or at a size such as "240x240"."""
    person = _readable(request, name)
    kind = f"photos('{size}')" if size else "photo"
    context = {"@odata.context": f"{request.base}/$metadata#users('{person.id}')/{kind}/$entity"}
    photo = request.tenant.photos.get(person.id)
    if photo is None and person.missing_photo is MissingPhoto.ONE_PIXEL:
        return json_response(context | ONE_PIXEL)
    photo = photo or _missing(person)
    return json_response(context | _describe(photo, _rendition(photo, size)))


def list_sizes(request: GraphRequest, name: str) -> Response:
    """Return the metadata of all sizes."""
    person = _readable(request, name)
    context = f"{request.base}/$metadata#users('{person.id}')/photos"
    photo = request.tenant.photos.get(person.id)
    if photo is None and person.missing_photo is MissingPhoto.ONE_PIXEL:
        return json_response({"@odata.context": context, "value": [ONE_PIXEL]})
    photo = photo or _missing(person)
    sizes = [_describe(photo, photo.at(side)) for side in photo.sides]
    return json_response({"@odata.context": context, "value": sizes})


def get_bytes(request: GraphRequest, name: str, size: str | None = None) -> Response:
    """Return the picture, as a whole or at a size."""
    person = _readable(request, name)
    photo = request.tenant.photos.get(person.id) or _missing(person)
    shown = _rendition(photo, size)
    headers = {"Content-Type": shown.media_type, "ETag": photo.etag, "Cache-Control": "private"}
    return Response(200, shown.jpeg, headers)


def put_bytes(request: GraphRequest, name: str) -> Response:
    """Replace the picture; it is re-encoded and gets a new etag even if nothing changed."""
    person = _writable(request, name)
    media_type = request.call.header("content-type").partition(";")[0].strip().lower()
    if media_type not in MEDIA_TYPES:
        message = f"The media type '{media_type}' of the photo is not supported."
        raise GraphError(415, "UnsupportedMediaType", message)
    if len(request.call.body) > MAX_UPLOAD_BYTES:
        message = "The photo is larger than the 4 MB that are allowed."
        raise GraphError(413, "RequestEntityTooLarge", message)
    try:
        request.tenant.change_photo(person.id, request.call.body)
    except NotAPicture as broken:
        raise bad_request("The image data could not be read.", "InvalidImage") from broken
    return Response(200)


def delete_bytes(request: GraphRequest, name: str) -> Response:
    """Remove the picture."""
    person = _writable(request, name)
    if person.id not in request.tenant.photos:
        _missing(person)
    request.tenant.remove_photo(person.id)
    return Response(204)


def _readable(request: GraphRequest, name: str) -> Person:
    request.require(photo_access_denied(), *READ, *OWN_READ)
    person = request.person(name)
    request.require_about(person, photo_access_denied(), *READ, own=OWN_READ)
    return person


def _writable(request: GraphRequest, name: str) -> Person:
    request.require(photo_access_denied(), *WRITE, *OWN_WRITE)
    person = request.person(name)
    request.require_about(person, photo_access_denied(), *WRITE, own=OWN_WRITE)
    _check_others(request, person)
    _check_updates(request)
    return person


def _check_others(request: GraphRequest, person: Person) -> None:
    """Let people change the photos of others only if they are administrators."""
    viewer = request.viewer
    if viewer is None or viewer == person:
        return
    if ADMINISTRATOR_ROLES.isdisjoint(viewer.directory_roles):
        raise photo_access_denied()


def _check_updates(request: GraphRequest) -> None:
    """Apply photoUpdateSettings: no updates in the cloud, or only by holders of certain roles.

    Whether the roles bind applications is not known, so a setting decides (docs/photo-sync.md,
    U12).
    """
    settings, viewer = request.tenant.settings, request.viewer
    if settings.source == "onPremises":
        message = "Photo updates in the cloud are turned off for this organization."
        raise GraphError(403, "ErrorAccessDenied", message)
    roles = set(viewer.directory_roles) if viewer else set()
    bound = viewer is not None or settings.roles_bind_applications
    if settings.allowed_roles and bound and not roles & set(settings.allowed_roles):
        message = "Photo updates are restricted to certain roles in this organization."
        raise GraphError(403, "ErrorAccessDenied", message)


def _missing(person: Person) -> CloudPhoto:
    """Raise the GraphError for a missing photo; never returns."""
    if person.missing_photo is MissingPhoto.AUTHENTICATION_ERROR:
        raise authentication_error()
    raise mailbox_on_premises() if person.mailbox is Mailbox.ON_PREMISES else image_not_found()


def _rendition(photo: CloudPhoto, size: str | None) -> Rendition:
    if size is None:
        return photo.largest()
    match = SIZE.match(size)
    if match is None or match[1] != match[2] or int(match[1]) not in GRAPH_SIDES:
        raise GraphError(404, "ErrorItemNotFound", "The photo wasn't found.")
    return photo.at(int(match[1]))


def _describe(photo: CloudPhoto, rendition: Rendition) -> dict[str, Any]:
    return {
        "@odata.mediaContentType": rendition.media_type,
        "@odata.mediaEtag": photo.etag,
        "id": rendition.name,
        "height": rendition.height,
        "width": rendition.width,
    }
