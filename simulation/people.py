"""The people of the simulated company, each in another state of disrepair."""

from dataclasses import dataclass, replace
from uuid import NAMESPACE_DNS, uuid5

from simulation.tenant.person import Mailbox, MissingPhoto, Person

DOMAIN = "contoso.onmicrosoft.com"
STUDIO = "studio"


@dataclass(frozen=True)
class Portrait:
    """One of a sitter's photographs, before a wall."""

    sitter: int
    shot: int = 0
    wall: str = STUDIO


@dataclass(frozen=True)
class Silhouette:
    """The grey figure that stands for nobody in particular."""


Picture = Portrait | Silhouette


@dataclass(frozen=True)
class SharePointStart:
    """What SharePoint holds at first: a picture for each size, and the properties."""

    small: Picture | None = None
    medium: Picture | None = None
    large: Picture | None = None
    placeholder_state: str = "0"
    sync_state: str = "1"


@dataclass(frozen=True)
class Start:
    """One person and what is stored of them at first; no SharePoint means no profile yet."""

    person: Person
    cloud: Picture | None
    sharepoint: SharePointStart | None


def object_id(name: str) -> str:
    """The Entra object id that goes with a name; the same in every run."""
    return str(uuid5(NAMESPACE_DNS, f"{name}.{DOMAIN}"))


def everywhere(
    picture: Picture, placeholder_state: str = "0", sync_state: str = "1"
) -> SharePointStart:
    """The same picture in all three sizes."""
    return SharePointStart(picture, picture, picture, placeholder_state, sync_state)


EMPTY = SharePointStart(placeholder_state="", sync_state="1")
EMPTY_WITHOUT_EXCHANGE = SharePointStart(placeholder_state="", sync_state="0")


def _named(given: str, surname: str, about: str) -> Person:
    name = f"{given}.{surname}".lower()
    return Person(object_id(name), f"{name}@{DOMAIN}", f"{given} {surname}", given, surname, about)


ROSTER = (
    Start(
        _named("Amara", "Okafor", "All copies are the same picture."),
        cloud=Portrait(6),
        sharepoint=everywhere(Portrait(6)),
    ),
    Start(
        replace(
            _named("Ben", "Lindqvist", "SharePoint has the old picture, in files named by a GUID."),
            guid_stem=True,
        ),
        cloud=Portrait(15, shot=1),
        sharepoint=everywhere(Portrait(15)),
    ),
    Start(
        _named("Chiara", "Conti", "SharePoint has the new picture in one size only."),
        cloud=Portrait(0, shot=1),
        sharepoint=SharePointStart(Portrait(0), Portrait(0, shot=1), Portrait(0)),
    ),
    Start(
        _named("Dmitri", "Petrov", "SharePoint has no picture."),
        cloud=Portrait(5, wall="office"),
        sharepoint=EMPTY,
    ),
    Start(
        _named("Elif", "Yilmaz", "No photo anywhere; Graph answers 404."),
        cloud=None,
        sharepoint=EMPTY,
    ),
    Start(
        replace(
            _named("Frank", "Hoffmann", "No photo anywhere; Graph answers with one pixel."),
            missing_photo=MissingPhoto.ONE_PIXEL,
        ),
        cloud=None,
        sharepoint=EMPTY,
    ),
    Start(
        replace(
            _named("Grace", "Mensah", "A photo, but no mailbox in Exchange Online."),
            mailbox=Mailbox.NONE,
        ),
        cloud=Portrait(14, wall="garden"),
        sharepoint=EMPTY_WITHOUT_EXCHANGE,
    ),
    Start(
        _named("Hugo", "Martins", "A picture uploaded to SharePoint switched the sync off."),
        cloud=Portrait(13, shot=1),
        sharepoint=everywhere(Portrait(13), sync_state="0"),
    ),
    Start(
        _named("Ines", "Navarro", "Never opened SharePoint, which has no profile yet."),
        cloud=Portrait(4, wall="office"),
        sharepoint=None,
    ),
    Start(
        _named("Jonas", "Weber", "SharePoint stored the grey silhouette as if it were a photo."),
        cloud=Portrait(9),
        sharepoint=everywhere(Silhouette()),
    ),
    Start(
        _named("Keiko", "Tanaka", "SharePoint has the picture, but shows the placeholder."),
        cloud=Portrait(2, wall="garden"),
        sharepoint=everywhere(Portrait(2, wall="garden"), placeholder_state="1"),
    ),
    Start(
        replace(
            _named("Lukas", "Gruber", "Lives in the second geography, with the old picture."),
            geo="EUR",
        ),
        cloud=Portrait(3, shot=1),
        sharepoint=everywhere(Portrait(3)),
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
    Start(
        _named("Niall", "O'Brien", "An apostrophe in the user principal name; old picture."),
        cloud=Portrait(7, shot=1),
        sharepoint=everywhere(Portrait(7)),
    ),
)
