"""The people of the simulated company, and the types that describe their stored pictures."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import NAMESPACE_DNS, uuid5

from simulation.tenant.person import Mailbox, MissingPhoto, Person

DOMAIN = "contoso.onmicrosoft.com"
STUDIO = "studio"


@dataclass(frozen=True)
class Portrait:
    """One photograph of a sitter, in front of a wall."""

    sitter: int
    shot: int = 0
    wall: str = STUDIO


@dataclass(frozen=True)
class Silhouette:
    """The grey default figure."""


Picture = Portrait | Silhouette


@dataclass(frozen=True)
class Address:
    """How PictureURL is written.

    `folder` is the folder of the library, None for the usual one; then whether the address has the
    port of https, and the time of the picture behind it.
    """

    folder: str | None = None
    with_port: bool = False
    with_time: bool = False


@dataclass(frozen=True)
class SharePointStart:
    """What SharePoint holds at first: a picture for each size, and the properties.

    A disconnected profile exists, and nearly everything in it is empty.
    """

    small: Picture | None = None
    medium: Picture | None = None
    large: Picture | None = None
    placeholder_state: str = "0"
    sync_state: str = "1"
    address: Address = field(default_factory=Address)
    disconnected: bool = False


@dataclass(frozen=True)
class Start:
    """One person and what is stored of them at first.

    Without `sharepoint` there is no profile yet. `on_premises` is the picture in Active Directory;
    `changed` is how long ago the Microsoft 365 photo was set.
    """

    person: Person
    cloud: Picture | None
    sharepoint: SharePointStart | None
    on_premises: Picture | None = None
    changed: timedelta = timedelta(days=7)


def object_id(name: str) -> str:
    """Return the Entra object id for a name; the same in every run."""
    return str(uuid5(NAMESPACE_DNS, f"{name}.{DOMAIN}"))


def everywhere(
    picture: Picture, placeholder_state: str = "0", sync_state: str = "1"
) -> SharePointStart:
    """Describe a SharePoint that has the same picture in all three sizes."""
    return SharePointStart(picture, picture, picture, placeholder_state, sync_state)


def outdated(
    person: Person, old: Portrait, *, sync_state: str = "1", address: Address = Address()
) -> Start:
    """Describe somebody whose previous picture is still in SharePoint."""
    stored = everywhere(old, sync_state=sync_state)
    return Start(person, replace(old, shot=old.shot + 1), replace(stored, address=address))


EMPTY = SharePointStart(placeholder_state="", sync_state="1")
EMPTY_WITHOUT_EXCHANGE = SharePointStart(placeholder_state="", sync_state="0")


def named(given: str, surname: str, about: str) -> Person:
    """Return somebody with a mailbox in the cloud, as most people have."""
    name = f"{given}.{surname}".lower()
    return Person(object_id(name), f"{name}@{DOMAIN}", f"{given} {surname}", given, surname, about)


ROSTER = (
    Start(
        named("Amara", "Okafor", "All copies are the same picture; works at the helpdesk."),
        cloud=Portrait(6),
        sharepoint=everywhere(Portrait(6)),
    ),
    outdated(
        replace(
            named("Ben", "Lindqvist", "SharePoint has the old picture, in files named by a GUID."),
            guid_stem=True,
        ),
        Portrait(15),
    ),
    Start(
        named("Chiara", "Conti", "SharePoint has the new picture in one size only."),
        cloud=Portrait(0, shot=1),
        sharepoint=SharePointStart(Portrait(0), Portrait(0, shot=1), Portrait(0)),
    ),
    Start(
        named("Dmitri", "Petrov", "SharePoint has no picture."),
        cloud=Portrait(5, wall="office"),
        sharepoint=EMPTY,
    ),
    Start(
        named("Elif", "Yilmaz", "No photo anywhere; Graph answers 404."),
        cloud=None,
        sharepoint=EMPTY,
    ),
    Start(
        replace(
            named("Frank", "Hoffmann", "No photo anywhere; Graph answers with one pixel."),
            missing_photo=MissingPhoto.ONE_PIXEL,
        ),
        cloud=None,
        sharepoint=EMPTY,
    ),
    Start(
        replace(
            named("Grace", "Mensah", "A photo, but no mailbox in Exchange Online."),
            mailbox=Mailbox.NONE,
        ),
        cloud=Portrait(14, wall="garden"),
        sharepoint=EMPTY_WITHOUT_EXCHANGE,
    ),
    outdated(
        named("Hugo", "Martins", "A picture uploaded to SharePoint switched the sync off."),
        Portrait(13),
        sync_state="0",
    ),
    Start(
        named("Ines", "Navarro", "Never opened SharePoint, which has no profile yet."),
        cloud=Portrait(4, wall="office"),
        sharepoint=None,
    ),
    Start(
        named("Jonas", "Weber", "SharePoint stored the grey silhouette as if it were a photo."),
        cloud=Portrait(9),
        sharepoint=everywhere(Silhouette()),
    ),
    Start(
        named("Keiko", "Tanaka", "SharePoint has the picture, but shows the placeholder."),
        cloud=Portrait(2, wall="garden"),
        sharepoint=everywhere(Portrait(2, wall="garden"), placeholder_state="1"),
    ),
    outdated(
        replace(
            named("Lukas", "Gruber", "Lives in the second geography, with the old picture."),
            geo="EUR",
        ),
        Portrait(3),
    ),
    Start(
        Person(
            object_id("maya.singh.guest"),
            f"maya.singh_fabrikam.com#EXT#@{DOMAIN}",
            "Maya Singh",
            "Maya",
            "Singh",
            "A guest from another company.",
            user_type="Guest",
            mailbox=Mailbox.NONE,
        ),
        cloud=Portrait(16, wall="plain"),
        sharepoint=EMPTY_WITHOUT_EXCHANGE,
    ),
    outdated(
        named("Niall", "O'Brien", "An apostrophe in the user principal name; old picture."),
        Portrait(7),
    ),
)
