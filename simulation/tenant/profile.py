"""SharePoint user profiles: names and strings (docs/photo-sync.md, "Profile properties")."""

from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from simulation.tenant.person import Mailbox, Person

PICTURE_URL = "PictureURL"
PLACEHOLDER_STATE = "SPS-PicturePlaceholderState"
SYNC_STATE = "SPS-PictureExchangeSyncState"
TIMESTAMP = "SPS-PictureTimestamp"

NAMES_OF_ACCOUNT = (
    "AccountName",
    "WorkEmail",
    "UserName",
    "SPS-UserPrincipalName",
    "PersonalSpace",
)
"""Properties that follow the user principal name when it changes."""

Profile = dict[str, str]


def picture_timestamp(moment: datetime) -> str:
    """Return the whole seconds since the year 1, as `SPS-PictureTimestamp` has them; takes UTC."""
    return str(int((moment - datetime(1, 1, 1, tzinfo=UTC)).total_seconds()))


def new_profile(person: Person) -> Profile:
    """Return a profile as SharePoint makes it: facts of the account, and no picture."""
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
        # 0 is what people without an Exchange licence have.
        SYNC_STATE: "1" if person.mailbox is Mailbox.CLOUD else "0",
        TIMESTAMP: "",
    }


def disconnected_profile(person: Person) -> Profile:
    """Return a profile that lost its account: empty but for its id and the account name."""
    kept = ("UserProfile_GUID", "AccountName")
    return {name: value if name in kept else "" for name, value in new_profile(person).items()}


def is_disconnected(profile: Profile) -> bool:
    """Tell whether the profile has lost its account, and with it the personal site."""
    return not profile.get("PersonalSpace")
