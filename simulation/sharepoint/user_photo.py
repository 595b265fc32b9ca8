"""userphoto.aspx: the picture of an account, and the one request that makes SharePoint pull."""

from simulation.photographs import silhouette
from simulation.sharepoint.errors import no_profile_permission
from simulation.sharepoint.files import DELEGATED_READ as READ_SITES
from simulation.sharepoint.people_manager import READ, find_account
from simulation.sharepoint.request import SharePointRequest
from simulation.tenant.person import Person
from simulation.tenant.picture import THUMBNAIL_SIDES
from simulation.tenant.profile import PLACEHOLDER_STATE
from simulation.web import Answer


def user_photo(request: SharePointRequest) -> Answer:
    """The thumbnail, or the silhouette; asking for one's own large one may pull first."""
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
    return Answer(200, body, {"Content-Type": "image/jpeg", "Cache-Control": "private"})


def _thumbnail(request: SharePointRequest, person: Person, size: str) -> bytes | None:
    geography = request.tenant.geography_of(person)
    profile = geography.profile_of(person)
    if profile is None or profile.get(PLACEHOLDER_STATE) != "0":
        return None
    file = geography.thumbnails(person)[size]
    return file.content if file else None
