"""The states that a person, an application and a tenant can be in, each with a number."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import product
from typing import Any


class Cloud(Enum):
    """The Microsoft 365 photo."""

    PHOTO = "a photo in Microsoft 365"
    NONE = "no photo in Microsoft 365"
    ONE_PIXEL = "one pixel from Microsoft 365, which means no photo"
    PLACEHOLDER = "the grey figure in Microsoft 365"


class File(Enum):
    """One of SharePoint's three files."""

    SAME = "the same upload"
    ANOTHER = "another upload"
    NONE = "nothing"
    PLACEHOLDER = "the grey figure"
    BROKEN = "no picture"


class Address(Enum):
    """What PictureURL names."""

    OWN = "PictureURL names the files by the account"
    GUID = "PictureURL names the files by a GUID"
    EMPTY = "PictureURL is empty"
    ELSEWHERE = "PictureURL names a picture elsewhere"
    NEIGHBOUR = "PictureURL names a colleague's files"
    GONE = "PictureURL names a file that is not there"


@dataclass(frozen=True)
class Profile:
    """The picture properties."""

    address: Address = Address.OWN
    placeholder: str = "0"
    sync: str = "1"

    def __str__(self) -> str:
        states = f"placeholder state {self.placeholder!r}, sync state {self.sync!r}"
        return f"{self.address.value}, {states}"


class Account(Enum):
    """Facts of the account."""

    ORDINARY = "a mailbox in the cloud"
    NO_MAILBOX = "no mailbox"
    ON_PREMISES = "a mailbox on-premises"
    GUEST = "a guest"
    BLOCKED = "sign-in blocked"
    ABROAD = "a My Site in another geography"


class Grant(Enum):
    """The roles of the application, by what they lack or hold."""

    EVERYTHING = "everything granted"
    READING = "reading granted"
    NOTHING = "nothing granted"
    NO_USERS = "all but Graph User.Read.All"
    NO_SETTINGS = "all but Graph PeopleSettings.Read.All"
    NO_PHOTO_WRITES = "all but Graph ProfilePhoto.ReadWrite.All"
    NO_PHOTO_READS = "all but Graph ProfilePhoto.Read.All"
    NO_PROFILE_READS = "all but SharePoint User.Read.All"
    NO_PROFILE_WRITES = "all but SharePoint User.ReadWrite.All"
    NO_FILE_READS = "all but SharePoint Sites.Read.All"
    NO_FILE_WRITES = "all but SharePoint Sites.FullControl.All"
    NO_PROFILES = "nothing for SharePoint's profiles"
    NO_FILES = "nothing for SharePoint's files"
    NO_SHAREPOINT = "nothing for SharePoint"


class Rules(Enum):
    """photoUpdateSettings of the tenant."""

    EVERYBODY = "everybody may change photos"
    CLOUD = "photos are changed in the cloud alone"
    ON_PREMISES = "photos are changed on-premises alone"
    ROLES = "holders of a role may change photos"
    ROLES_BIND = "holders of a role may change photos, and applications are bound"


class Mischief(Enum):
    """What goes wrong while one talks."""

    NONE = "nothing goes wrong"
    WRITES_LOST = "SharePoint accepts writes and stores none"
    PROPERTIES_LOST = "SharePoint accepts properties and stores none"
    ONE_STAYS_OLD = "SharePoint accepts the M file and does not store it"
    PHOTO_LOST = "Graph accepts a photo or its removal and does neither"
    STALE = "SharePoint answers reads with what it held at first"
    CLOUD_STALE = "Graph shows in the size for checks what it held at first"
    STALE_AFTER_CHECK = "the next four of SharePoint's answers are as of the check"
    CHANGED_AFTER_CHECK = "the photo is changed after the check"
    CHANGED_WHILE_WRITING = "the photo is changed while S is written"
    THROTTLED_AT_FIRST = "the first two calls are throttled"
    THROTTLED = "SharePoint throttles this person for ever"
    READS_REFUSED = "SharePoint refuses this person's file L"
    WRITES_REFUSED = "SharePoint refuses to write for this person"
    CLOUD_REFUSED = "Graph refuses this person's photo"


class Former(Enum):
    """What lies under a former name, to which PictureURL does not lead, and what is known of it."""

    NONE = "nothing under a former name"
    OURS = "files under a former name, which Photobot wrote for this person"
    CHANGED = "files under a former name, which Photobot wrote, and S overwritten since"
    THEIRS = "files under a former name, which Photobot wrote for a colleague since"
    UNPROVEN = "files under a former name, which Photobot did not write"


class Wish(Enum):
    """What the person says, and what is pressed then: a verb, or else what is offered first."""

    FIX = ("my photo is wrong", None, None)
    FIX_AND_UNDO = ("my photo is wrong", None, "undo")
    NEW_PICTURE = ("", "replace", "undo")
    REMOVAL = ("remove my photo everywhere", "remove", "undo")
    FORMER = ("my photo is wrong", "sync", "ask_to_remove_former", "remove_former")

    def __init__(self, words: str, *presses: str | None) -> None:
        self.words = words
        self.presses = presses


class Rival(Enum):
    """What the same person presses on another card, of another process, while the act writes.

    Words to get that card, its verb, and at which write the act stands still for so long that its
    lease runs out: at none with 0, and then the rival presses at each.
    """

    NONE = ("", "", 0)
    SYNC = ("my photo is wrong", "sync", 0)
    SHAREPOINT_PICTURE = ("my photo is wrong", "use_sharepoint_picture", 0)
    NEW_PICTURE = ("", "replace", 0)
    REMOVAL = ("remove my photo everywhere", "remove", 0)
    SYNC_AT_A_STALL = ("my photo is wrong", "sync", 1)
    SHAREPOINT_PICTURE_AT_A_STALL = ("my photo is wrong", "use_sharepoint_picture", 1)
    NEW_PICTURE_AT_A_STALL = ("", "replace", 1)
    REMOVAL_AT_A_STALL = ("remove my photo everywhere", "remove", 1)
    SYNC_AT_A_LATER_STALL = ("my photo is wrong", "sync", 2)
    NEW_PICTURE_AT_A_LATER_STALL = ("", "replace", 2)
    REMOVAL_AT_A_LATER_STALL = ("remove my photo everywhere", "remove", 2)

    def __init__(self, words: str, verb: str, stall: int) -> None:
        self.words = words
        self.verb = verb
        self.stall = stall


Files = tuple[File, File, File]


def _files() -> Iterator[Files]:
    """All sizes alike, or one of them otherwise."""
    for each in File:
        yield (each, each, each)
    for rest, odd, place in product(File, File, range(3)):
        if rest is not odd:
            sizes = [rest, rest, rest]
            sizes[place] = odd
            yield (sizes[0], sizes[1], sizes[2])


FILES = tuple(_files())
PROFILES = (
    *(Profile(*each) for each in product(Address, ("0", "1", ""), ("1", "0", ""))),
    None,
)


@dataclass(frozen=True)
class State:
    """One state of the world; every part is independent of the others."""

    cloud: Cloud = Cloud.PHOTO
    files: Files = (File.SAME, File.SAME, File.SAME)
    profile: Profile | None = PROFILES[0]
    account: Account = Account.ORDINARY
    grant: Grant = Grant.EVERYTHING
    rules: Rules = Rules.EVERYBODY
    mischief: Mischief = Mischief.NONE
    wish: Wish = Wish.FIX
    rival: Rival = Rival.NONE
    former: Former = Former.NONE

    def has_rival_at(self, tap: int) -> bool:
        """Whether a rival presses at the writes of this tap: of an undo, the removal of former
        files, or else the first act.

        What else goes wrong would be used up by the reads of two.
        """
        interrupted = {Wish.FIX_AND_UNDO: 1, Wish.FORMER: 2}.get(self.wish, 0)
        has_rival = self.rival is not Rival.NONE and self.mischief is Mischief.NONE
        return has_rival and tap == interrupted

    def __str__(self) -> str:
        files = zip("SML", self.files, strict=True)
        sizes = ", ".join(f"{size} {file.value}" for size, file in files)
        parts = (self.account, self.grant, self.rules, self.mischief)
        facts = (str(self.profile or "no profile"), *(each.value for each in parts))
        others = (self.former.value, self.wish.name, self.rival.name)
        return "; ".join((self.cloud.value, sizes, *facts, *others))


PARTS: dict[str, tuple[Any, ...]] = {
    "cloud": tuple(Cloud),
    "files": FILES,
    "profile": PROFILES,
    "account": tuple(Account),
    "grant": tuple(Grant),
    "rules": tuple(Rules),
    "mischief": tuple(Mischief),
    "wish": tuple(Wish),
    "rival": tuple(Rival),
    "former": tuple(Former),
}


def number_of(state: State) -> int:
    """The number by which a state is played again."""
    number = 0
    for name, values in PARTS.items():
        number = number * len(values) + values.index(getattr(state, name))
    return number


def state_of(number: int) -> State:
    """The state that has this number."""
    chosen: dict[str, Any] = {}
    for name, values in reversed(PARTS.items()):
        number, place = divmod(number, len(values))
        chosen[name] = values[place]
    return State(**chosen)
