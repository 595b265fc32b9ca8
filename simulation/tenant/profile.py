"""SharePoint user profiles: properties by name, all of them text."""

from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from simulation.tenant.person import Mailbox, Person

PICTURE_URL = "PictureURL"
PLACEHOLDER_STATE = "SPS-PicturePlaceholderState"
SYNC_STATE = "SPS-PictureExchangeSyncState"
TIMESTAMP = "SPS-PictureTimestamp"

Profile = dict[str, str]


def picture_timestamp(moment: datetime) -> str:
    """Whole seconds since 0001-01-01, UTC."""
    return str(int((moment - datetime(1, 1, 1, tzinfo=UTC)).total_seconds()))


def new_profile(person: Person) -> Profile:
    """What SharePoint knows of a person before any picture came."""
    return {
        "UserProfile_GUID": str(uuid5(NAMESPACE_URL, person.id)),
        "SID": f"i:0h.f|membership|{person.id.replace('-', '')[:16]}@live.com",
        "AccountName": person.claim,
        "FirstName": person.given_name,
        "LastName": person.surname,
        "PreferredName": person.display_name,
        "Title": person.job_title,
        "WorkEmail": person.upn,
        "UserName": person.upn,
        "SPS-UserPrincipalName": person.upn,
        "PersonalSpace": f"/personal/{person.site_name}/",
        "SPS-JobTitle": person.job_title,
        PICTURE_URL: "",
        PLACEHOLDER_STATE: "",
        SYNC_STATE: "1" if person.mailbox is Mailbox.CLOUD else "0",
        TIMESTAMP: "",
    }


def disconnected_profile(person: Person) -> Profile:
    """What is left of a profile that lost its account: empty, but for the name of the account."""
    kept = ("UserProfile_GUID", "AccountName")
    return {name: value if name in kept else "" for name, value in new_profile(person).items()}


def is_disconnected(profile: Profile) -> bool:
    """Whether the profile has no personal site."""
    return not profile.get("PersonalSpace")
