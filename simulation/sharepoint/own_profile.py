"""What people can do with their own profile, and applications can't do for them."""

from simulation.sharepoint.errors import (
    NoProfile,
    access_denied,
    bad_argument,
    no_such_resource,
    own_data_only,
)
from simulation.sharepoint.expression import Term
from simulation.sharepoint.odata import Entity, Result
from simulation.sharepoint.request import SharePointRequest
from simulation.tenant.person import Person
from simulation.tenant.picture import THUMBNAIL_SIDES, NotAPicture, square
from simulation.tenant.profile import (
    PICTURE_URL,
    PLACEHOLDER_STATE,
    SYNC_STATE,
    TIMESTAMP,
    new_profile,
    picture_timestamp,
)

WRITE = ("User.ReadWrite.All",)
MAX_PICTURE_BYTES = 5_000_000
MAGIC_NUMBERS = (b"BM", b"\xff\xd8\xff", b"\x89PNG")
"""Of BMP, JPEG and PNG files."""


def set_my_picture(request: SharePointRequest) -> None:
    """Carry out SetMyProfilePicture, which also stops the pull from Exchange Online."""
    request.require_as(own_data_only(), (), WRITE)
    person = _caller(request)
    geography, now = request.tenant.geography_of(person), request.tenant.clock.now()
    if geography.hosts != request.geography.hosts:
        raise NoProfile()
    if not request.tenant.settings.local_uploads:
        raise access_denied("Uploading a picture to SharePoint is turned off.")
    if len(request.call.body) > MAX_PICTURE_BYTES:
        raise bad_argument("The picture is larger than 5,000,000 bytes.")
    if not request.call.body.startswith(MAGIC_NUMBERS):
        raise bad_argument("The picture is not a BMP, JPEG or PNG file.")
    try:
        thumbnails = {s: square(request.call.body, side) for s, side in THUMBNAIL_SIDES.items()}
    except NotAPicture as broken:
        raise bad_argument("The picture is not a BMP, JPEG or PNG file.") from broken
    origin = request.tenant.origins.recognise_or_register(person.id, request.call.body)
    for size, jpeg in thumbnails.items():
        path = geography.thumbnail_path(person, size)
        geography.library.put(path, jpeg, now, request.tenant.new_uuid(), origin)
    geography.profiles[person.id] = geography.profiles.get(person.id, new_profile(person)) | {
        PICTURE_URL: geography.picture_url(person),
        PLACEHOLDER_STATE: "0",
        SYNC_STATE: "0",
        TIMESTAMP: picture_timestamp(now),
    }


def call_profile_loader(request: SharePointRequest, rest: tuple[Term, ...]) -> Result:
    """Carry out ProfileLoader.GetProfileLoader/GetUserProfile: one's own profile."""
    if [term.name for term in rest] != ["getuserprofile"]:
        raise no_such_resource("ProfileLoader")
    person = _caller(request)
    profile = request.tenant.geography_of(person).profiles.get(person.id, {})
    fields = {
        "AccountName": person.claim,
        "DisplayName": person.display_name,
        "PictureImportEnabled": profile.get(SYNC_STATE) == "1",
        "PictureUrl": profile.get(PICTURE_URL) or None,
    }
    path = "SP.UserProfiles.ProfileLoader.GetProfileLoader/GetUserProfile"
    return Entity("SP.UserProfiles.UserProfile", path, fields)


def _caller(request: SharePointRequest) -> Person:
    if request.person is None:
        raise own_data_only()
    return request.person
