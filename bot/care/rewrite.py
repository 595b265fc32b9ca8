"""Make the stores hold something: pictures are written or removed, and every one is read back."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

from bot.care.holding import Files, Holding, Stored, properties_of
from bot.care.ports import Journal, Microsoft365, Person, SharePoint, Sleep
from bot.care.same import shows_the_same
from bot.care.write import REMOVE, WRITE, Step, Write, carry_out_in_turn
from bot.photos.readings import NoPhoto, NotRead, Photo, PhotoReading, Profile, Size

MICROSOFT_365 = "microsoft_365"


@dataclass(frozen=True)
class Rewrite:
    """Writes in an order in which nothing ever points at a file that is not there."""

    microsoft_365: Microsoft365
    sharepoint: SharePoint
    sleep: Sleep

    async def __call__(
        self, person: Person, wanted: Holding, my_site: str, journal: Journal
    ) -> tuple[Step, ...]:
        """Write what is wanted, one step after the other while each is verified."""
        writes = self.writes(person, wanted, my_site)
        return await carry_out_in_turn(person.id, writes, journal, self.sleep)

    def writes(self, person: Person, wanted: Holding, my_site: str) -> tuple[Write, ...]:
        """The steps: the source first, as SharePoint pulls from it."""
        cloud = () if wanted.microsoft_365 is None else (self.photo(person, wanted.microsoft_365),)
        properties = tuple(
            self._property(person, my_site, name, value)
            for name, value in (wanted.properties or {}).items()
        )
        files = tuple(self._files(wanted.files)) if wanted.files else ()
        written = tuple(write for write in files if write.action == WRITE)
        removed = tuple(write for write in files if write.action == REMOVE)
        return (*cloud, *written, *properties, *removed)

    def photo(self, person: Person, wanted: Stored) -> Write:
        """Write or remove the Microsoft 365 photo."""

        async def perform() -> None:
            if isinstance(wanted, Photo):
                await self.microsoft_365.write_photo(person, wanted.data)
            else:
                await self.microsoft_365.remove_photo(person)

        return _write(
            MICROSOFT_365, wanted, perform, lambda: self.microsoft_365.largest_photo(person)
        )

    def _files(self, files: Files) -> Iterator[Write]:
        for size, wanted in files.stored.items():
            yield self._file(files, size, wanted)

    def _file(self, files: Files, size: Size, wanted: Stored) -> Write:
        async def perform() -> None:
            if isinstance(wanted, Photo):
                await self.sharepoint.write_thumbnail(files.place, size, wanted.data)
            else:
                await self.sharepoint.remove_thumbnail(files.place, size)

        target = f"sharepoint:{size.value}"
        return _write(target, wanted, perform, lambda: self.sharepoint.thumbnail(files.place, size))

    def _property(self, person: Person, my_site: str, name: str, value: str) -> Write:
        async def stored() -> bool | None:
            profile = await self.sharepoint.profile(person.upn)
            if isinstance(profile, NotRead):
                return None
            return isinstance(profile, Profile) and properties_of(profile)[name] == value

        return Write(
            target=f"sharepoint:{name}",
            perform=lambda: self.sharepoint.write_property(my_site, person.upn, name, value),
            stored=stored,
        )


def _write(
    target: str,
    wanted: Stored,
    perform: Callable[[], Awaitable[None]],
    read: Callable[[], Awaitable[PhotoReading]],
) -> Write:
    async def stored() -> bool | None:
        return _is(await read(), wanted)

    return Write(target, perform, stored, WRITE if isinstance(wanted, Photo) else REMOVE)


def _is(reading: PhotoReading, wanted: Stored) -> bool | None:
    if isinstance(reading, NotRead):
        return None
    if isinstance(wanted, NoPhoto):
        return isinstance(reading, NoPhoto)
    # A thumbnail of 48 pixels shows too little to be compared, but comes back as it was written.
    return isinstance(reading, Photo) and (
        reading.data == wanted.data or shows_the_same(reading, wanted)
    )
