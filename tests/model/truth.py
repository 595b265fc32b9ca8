"""What the tenant holds of somebody, told by the upload that each stored picture was made from."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from PIL import UnidentifiedImageError

from simulation.people import Silhouette
from simulation.running import Simulation
from simulation.tenant.geography import Geography
from simulation.tenant.profile import PICTURE_URL, PLACEHOLDER_STATE, SYNC_STATE
from tests.model.company import (
    COLLEAGUE,
    COLLEAGUES_OWN,
    EARLIER,
    FORMER_STEM,
    LATER,
    SOMEBODY,
    WANTED,
)
from tests.scenarios.drawing import drawn
from tests.scenarios.uploads import Uploads

FIGURE = "the grey figure"
BROKEN = "no picture"
SIZES = ("S", "M", "L")


@dataclass(frozen=True)
class Truth:
    """The upload behind each copy that somebody can be shown; None where there is nothing.

    `fetches` is whether SharePoint may fetch new photos; `left` whether there are files of theirs
    that hold a photo, shown or not; `colleague_untouched` whether somebody else's copies are as
    they were; `former` the sizes that lie under a former name.
    """

    cloud: str | None
    files: dict[str, str | None]
    shown: bool
    fetches: bool
    left: bool
    colleague_untouched: bool = True
    former: frozenset[str] = frozenset()

    @property
    def in_sync(self) -> bool:
        """Whether SharePoint shows the Microsoft 365 photo in every size, whatever that shows."""
        same = all(origin == self.cloud for origin in self.files.values())
        return self.cloud not in {None, BROKEN} and same and self.shown

    @property
    def photo(self) -> bool:
        """Whether there is a photo anywhere."""
        return any(map(is_photo, (self.cloud, *self.files.values())))


@dataclass
class Judge:
    """Looks into the tenant; knows every upload, and nothing of the bot."""

    simulation: Simulation
    _uploads: Uploads = field(default_factory=Uploads)
    _origins: dict[bytes, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._uploads.add(FIGURE, drawn(Silhouette()))
        for picture in (WANTED, EARLIER, LATER, COLLEAGUES_OWN):
            self._uploads.add(str(picture), drawn(picture))

    def truth(self) -> Truth:
        """What is held of the person now; files are those that the profile names."""
        photo = self.simulation.tenant.photos.get(SOMEBODY.id)
        profile = self._geography.profiles.get(SOMEBODY.id, {})
        address = unquote(urlsplit(profile.get(PICTURE_URL, "")).path)
        return Truth(
            cloud=self._origin(photo.jpeg) if photo else None,
            files={size: self._file(address, size) for size in SIZES},
            shown=bool(address) and profile.get(PLACEHOLDER_STATE) == "0",
            fetches=profile.get(SYNC_STATE) != "0",
            left=any(map(is_photo, self._own_files())),
            colleague_untouched=self._colleague_is_untouched(),
            former=frozenset(size for size in SIZES if self._former(size)),
        )

    def _former(self, size: str) -> bool:
        present = self._geography.thumbnail_path(SOMEBODY, size)
        path = present.replace(SOMEBODY.site_name, FORMER_STEM)
        return self._geography.library.file(path) is not None

    @property
    def _geography(self) -> Geography:
        tenant = self.simulation.tenant
        return tenant.geography_of(tenant.people[SOMEBODY.id])

    def _own_files(self) -> Iterator[str]:
        for path, file in self._geography.library.files.items():
            if SOMEBODY.site_name in path or SOMEBODY.id in path:
                yield self._origin(file.content)

    def _colleague_is_untouched(self) -> bool:
        now = self.simulation.tenant.snapshot(COLLEAGUE.id)
        start = self.simulation.start.snapshot(COLLEAGUE.id)
        return now == start

    def _file(self, address: str, size: str) -> str | None:
        """One size of what the address names; a picture of another kind has none but M."""
        if "_MThumb" not in address and size != "M":
            return None
        file = self._geography.library.file(address.replace("_MThumb", f"_{size}Thumb"))
        return self._origin(file.content) if file else None

    def _origin(self, stored: bytes) -> str:
        if stored not in self._origins:
            self._origins[stored] = self._looked_up(stored)
        return self._origins[stored]

    def _looked_up(self, stored: bytes) -> str:
        try:
            return self._uploads.of(stored) or "an unknown picture"
        except UnidentifiedImageError:
            return BROKEN


def is_photo(origin: str | None) -> bool:
    """Whether this is a photo of somebody."""
    return origin not in {None, FIGURE, BROKEN}
