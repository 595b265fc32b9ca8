"""Pages below /_layouts/15: pictures of accounts, and files for whoever has their key."""

from mimetypes import guess_type
from urllib.parse import quote

from simulation.photographs import silhouette
from simulation.sharepoint.errors import no_profile_permission
from simulation.sharepoint.files import DELEGATED_READ as READ_SITES
from simulation.sharepoint.people_manager import READ, find_account
from simulation.sharepoint.request import SharePointRequest
from simulation.tenant import Tenant
from simulation.tenant.one_drive import DOWNLOAD
from simulation.tenant.person import Person
from simulation.tenant.picture import THUMBNAIL_SIDES
from simulation.tenant.profile import PLACEHOLDER_STATE
from simulation.web import Call, Response, json_response

USER_PHOTO = "/_layouts/15/userphoto.aspx"


def user_photo(request: SharePointRequest) -> Response:
    """Return a thumbnail or the silhouette; a request for one's own large one may pull first."""
    options = {name.lower(): value for name, value in request.call.options.items()}
    size = options.get("size", "M").upper()
    size = size if size in THUMBNAIL_SIDES else "M"
    viewer = request.person
    request.require_as(no_profile_permission(), READ, (*READ, *READ_SITES))
    person = find_account(request, options.get("accountname", "")) or viewer
    if person is not None and person == viewer and size == "L":
        request.tenant.open_sharepoint(person.id)
    jpeg = _thumbnail(request, person, size) if person else None
    body = jpeg or silhouette(THUMBNAIL_SIDES[size])
    return Response(200, body, {"Content-Type": "image/jpeg", "Cache-Control": "private"})


def is_download(call: Call) -> bool:
    """Tell whether the call is for a file whose address has its key, which takes no token."""
    return call.path.lower().endswith(f"/{DOWNLOAD}") and "tempauth" in call.options


def download(call: Call, tenant: Tenant) -> Response:
    """Return the file; 401 for a wrong or expired key, 404 for a missing file."""
    options = call.options
    upload = tenant.uploads.get(options.get("UniqueId", ""))
    if upload is None or not upload.site.startswith(call.host):
        return json_response({"error_description": "File not found."}, 404)
    if not upload.opens(options["tempauth"], tenant.clock.now()):
        return json_response({"error_description": "Invalid or expired temporary token."}, 401)
    kind, _ = guess_type(upload.name)
    shown = f"attachment; filename*=UTF-8''{quote(upload.name)}"
    headers = {"Content-Type": kind or "application/octet-stream", "Content-Disposition": shown}
    return Response(200, upload.content, headers)


def _thumbnail(request: SharePointRequest, person: Person, size: str) -> bytes | None:
    geography = request.tenant.geography_of(person)
    profile = geography.profile_of(person)
    if profile is None or profile.get(PLACEHOLDER_STATE) != "0":
        return None
    file = geography.thumbnails(person)[size]
    return file.content if file else None
