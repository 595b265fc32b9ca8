"""A simulated company of two: one who is in some state, and a colleague whom nothing may touch."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from bot.use_cases.proven_files import ProvenFile
from simulation.people import Picture, Portrait, Silhouette, Start, everywhere
from simulation.running import Simulation
from simulation.serve import serve
from simulation.tenant.geography import Geography
from simulation.tenant.person import Mailbox, MissingPhoto, Person
from simulation.tenant.picture import THUMBNAIL_SIDES, square
from simulation.tenant.profile import PICTURE_URL, PLACEHOLDER_STATE, SYNC_STATE, new_profile
from simulation.tenant.settings import Settings
from tests.model import mischief
from tests.model.grants import ROLES
from tests.model.state import Account, Address, Cloud, File, Former, Mischief, Profile, Rules, State
from tests.photos.examples import ACCOUNT
from tests.scenarios.drawing import drawn
from tests.use_cases.fakes import FakeProvenFiles

DOMAIN = "contoso.onmicrosoft.com"
SOMEBODY = Person(ACCOUNT.id, f"amara.okafor@{DOMAIN}", "Amara Okafor", "Amara", "Okafor", "")
COLLEAGUE = Person(
    "6f3c0f5e-0000-4000-8000-000000000002",
    f"ben.lindqvist@{DOMAIN}",
    "Ben Lindqvist",
    "Ben",
    "Lindqvist",
    "",
)
WANTED, EARLIER, LATER = Portrait(0), Portrait(1), Portrait(0, shot=1)
COLLEAGUES_OWN = Portrait(1, shot=1)
NEW, RIVALS_NEW = LATER, COLLEAGUES_OWN
FORMER_STEM = "amara_before_contoso_onmicrosoft_com"
CUSTOM = "/User Photos/custom.jpg"
A_ROLE = "fe930be7-5e62-47db-91af-98c3a49a38b1"
NOT_A_PICTURE = b"<html>An error occurred.</html>"

STORED: dict[File, Picture] = {
    File.SAME: WANTED,
    File.ANOTHER: EARLIER,
    File.PLACEHOLDER: Silhouette(),
}
UPLOADED: dict[Cloud, Picture] = {Cloud.PHOTO: WANTED, Cloud.PLACEHOLDER: Silhouette()}
FACTS: dict[Account, dict[str, Any]] = {
    Account.ORDINARY: {},
    Account.NO_MAILBOX: {"mailbox": Mailbox.NONE},
    Account.ON_PREMISES: {"mailbox": Mailbox.ON_PREMISES, "on_premises_sync_enabled": True},
    Account.GUEST: {"mailbox": Mailbox.NONE, "user_type": "Guest"},
    Account.BLOCKED: {"account_enabled": False},
    Account.ABROAD: {"geo": "EUR"},
}
SETTINGS = {
    Rules.EVERYBODY: Settings(),
    Rules.CLOUD: Settings(source="cloud"),
    Rules.ON_PREMISES: Settings(source="onPremises"),
    Rules.ROLES: Settings(allowed_roles=(A_ROLE,)),
    Rules.ROLES_BIND: Settings(allowed_roles=(A_ROLE,), roles_bind_applications=True),
}


@dataclass
class Moment:
    """When a write is under way, the photo may be changed."""

    change: Any = None

    async def sleep(self, seconds: float) -> None:
        if seconds == mischief.CHANGE_NOW:
            self.change()
        else:
            await asyncio.sleep(seconds)


@dataclass(frozen=True)
class Company:
    """The tenant, brought into a state."""

    simulation: Simulation

    def begin(self, state: State) -> None:
        """Everything as the state says, before anybody says anything."""
        self.simulation.reset()
        tenant = self.simulation.tenant
        tenant.settings = SETTINGS[state.rules]
        self.simulation.apps.writer.roles = deepcopy(ROLES[state.grant])
        tenant.people[SOMEBODY.id] = _person(state)
        if picture := UPLOADED.get(state.cloud):
            tenant.change_photo(SOMEBODY.id, drawn(picture))
        if state.profile:
            self._fill(state, state.profile)
        self._fill_former(state.former)
        mischief.let_in(mischief.AT_FIRST, state.mischief, self.simulation)

    def proven(self, state: State) -> FakeProvenFiles:
        """What Photobot knows of earlier syncs, once everything is as the state says."""
        known = FakeProvenFiles()
        whose = {Former.THEIRS: COLLEAGUE.id, Former.UNPROVEN: None, Former.NONE: None}
        if owner := whose.get(state.former, SOMEBODY.id):
            geography = self._geography()
            for size in THUMBNAIL_SIDES:
                file = geography.library.file(self.former_path(size))
                assert file
                # The first version is Photobot's; a second one is another program's.
                etag = replace(file, version=1).etag
                row = ProvenFile(geography.hosts.my, file.path, etag, "W/1", written=True)
                known.rows[file.path.casefold()] = owner, row
        return known

    def former_path(self, size: str) -> str:
        """The path of a file under the former name."""
        present = self._geography().thumbnail_path(SOMEBODY, size)
        return present.replace(SOMEBODY.site_name, FORMER_STEM)

    def _fill_former(self, former: Former) -> None:
        if former is Former.NONE:
            return
        tenant, library = self.simulation.tenant, self._geography().library
        for size in THUMBNAIL_SIDES:
            for _ in range(2 if former is Former.CHANGED and size == "S" else 1):
                jpeg = _jpeg(File.ANOTHER, size)
                path = self.former_path(size)
                library.put(path, jpeg, tenant.clock.now(), tenant.new_uuid())

    def _geography(self) -> Geography:
        tenant = self.simulation.tenant
        return tenant.geography_of(tenant.people[SOMEBODY.id])

    def go_on(self, state: State) -> None:
        """What happens between the first answer and the first tap."""
        mischief.let_in(mischief.AFTER_CHECK, state.mischief, self.simulation)
        if state.mischief is Mischief.CHANGED_AFTER_CHECK:
            self.change_photo()

    def change_photo(self) -> None:
        """The person uploads another one."""
        self.simulation.tenant.change_photo(SOMEBODY.id, drawn(LATER))

    def _fill(self, state: State, wanted: Profile) -> None:
        tenant = self.simulation.tenant
        person = tenant.people[SOMEBODY.id]
        geography = tenant.geography_of(person)
        for size, file in zip(THUMBNAIL_SIDES, state.files, strict=True):
            if file is not File.NONE:
                path = geography.thumbnail_path(person, size)
                jpeg = _jpeg(file, size)
                geography.library.put(path, jpeg, tenant.clock.now(), tenant.new_uuid())
        geography.profiles[person.id] = new_profile(person) | {
            PICTURE_URL: self._address(wanted.address, person),
            PLACEHOLDER_STATE: wanted.placeholder,
            SYNC_STATE: wanted.sync,
        }

    def _address(self, address: Address, person: Person) -> str:
        geography = self.simulation.tenant.geography_of(person)
        match address:
            case Address.EMPTY:
                return ""
            case Address.ELSEWHERE:
                return geography.hosts.my + CUSTOM.replace(" ", "%20")
            case Address.GONE:
                return geography.hosts.my + "/User%20Photos/gone.jpg"
            case Address.NEIGHBOUR:
                return geography.picture_url(COLLEAGUE)
            case _:
                return geography.picture_url(person)


def _person(state: State) -> Person:
    pixel = state.cloud is Cloud.ONE_PIXEL
    guid = state.profile is not None and state.profile.address is Address.GUID
    return replace(
        SOMEBODY,
        **FACTS[state.account],
        missing_photo=MissingPhoto.ONE_PIXEL if pixel else MissingPhoto.NOT_FOUND,
        guid_stem=guid,
    )


@cache
def _jpeg(file: File, size: str) -> bytes:
    if file is File.BROKEN:
        return NOT_A_PICTURE
    return square(drawn(STORED[file]), THUMBNAIL_SIDES[size])


@asynccontextmanager
async def open_company(folder: Path) -> AsyncIterator[Company]:
    """Serve the company."""
    roster = (
        Start(SOMEBODY, None, None),
        Start(COLLEAGUE, COLLEAGUES_OWN, everywhere(COLLEAGUES_OWN)),
    )
    moment = Moment()
    async with serve(folder, roster=roster, draw=drawn, sleep=moment.sleep) as simulation:
        company = Company(simulation)
        moment.change = company.change_photo
        custom = square(drawn(EARLIER), 96)
        tenant = simulation.start
        library = tenant.geography_of(COLLEAGUE).library
        library.put(CUSTOM, custom, tenant.clock.now(), tenant.new_uuid())
        yield company
