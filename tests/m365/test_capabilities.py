"""From roles to capabilities."""

from dataclasses import dataclass, field

import pytest

from bot.core.failures import FailureReason, ServiceFailure
from bot.m365.capabilities import TenantCapabilities
from bot.m365.permissions import GRAPH_ROLES, SHAREPOINT_ROLES, of_roles
from bot.photos.capabilities import SYNC_SHAREPOINT, Capability
from tests.m365.fakes import FakeTime

READ = {
    Capability.READ_MICROSOFT_365_PHOTO,
    Capability.READ_ACCOUNT,
    Capability.READ_SHAREPOINT_PROFILE,
    Capability.READ_SHAREPOINT_FILES,
    Capability.READ_SETTINGS,
}
WRITE = {
    Capability.WRITE_SHAREPOINT_PROFILE,
    Capability.WRITE_SHAREPOINT_FILES,
    Capability.WRITE_MICROSOFT_365_PHOTO,
}
READER = {
    "graph": {"ProfilePhoto.Read.All", "User.Read.All", "PeopleSettings.Read.All"},
    "sharepoint": {"User.Read.All", "Sites.Read.All"},
}
WRITER = {
    "graph": READER["graph"] | {"ProfilePhoto.ReadWrite.All"},
    "sharepoint": READER["sharepoint"] | {"User.ReadWrite.All", "Sites.FullControl.All"},
}


@dataclass
class FakeRoles:
    by_scope: dict[str, set[str] | None]
    down: set[str] = field(default_factory=set)
    why: FailureReason = FailureReason.SIGN_IN_FAILED
    asked: int = 0

    async def roles(self, scope: str) -> frozenset[str] | None:
        self.asked += 1
        if scope in self.down:
            raise ServiceFailure("entra", self.why)
        roles = self.by_scope[scope]
        return None if roles is None else frozenset(roles)


def of(roles: FakeRoles, time: FakeTime) -> TenantCapabilities:
    return TenantCapabilities(roles, "graph", "sharepoint", time.clock)


async def test_a_reading_app_reads_everything_and_writes_nothing(time: FakeTime) -> None:
    assert await of(FakeRoles({**READER}), time).granted() == READ


async def test_a_writing_app_reads_everything_and_writes_for_anybody(time: FakeTime) -> None:
    assert await of(FakeRoles({**WRITER}), time).granted() == READ | WRITE


async def test_without_any_role_nothing_is_possible(time: FakeTime) -> None:
    nothing: dict[str, set[str] | None] = {"graph": set(), "sharepoint": set()}
    assert await of(FakeRoles(nothing), time).granted() == frozenset()


@pytest.mark.parametrize(
    ("role", "capabilities"),
    [
        ("ProfilePhoto.Read.All", {"read_microsoft_365_photo"}),
        ("User.Read.All", {"read_microsoft_365_photo", "read_account"}),
        ("Directory.Read.All", {"read_account", "read_service_principals", "read_groups"}),
        ("GroupMember.Read.All", {"read_groups"}),
        ("Group.ReadWrite.All", {"read_groups"}),
        ("Application.Read.All", {"read_service_principals"}),
        ("PeopleSettings.Read.All", {"read_settings"}),
        ("TeamsAppInstallation.ReadWriteSelfForUser.All", {"install_for_person"}),
        ("Mail.Read", set()),
    ],
)
def test_what_a_role_on_graph_gives(role: str, capabilities: set[str]) -> None:
    found = of_roles(frozenset({role}), GRAPH_ROLES)
    assert {capability.value for capability in found} == capabilities


@pytest.mark.parametrize(
    ("role", "capabilities"),
    [
        ("User.Read.All", {"read_sharepoint_profile"}),
        ("User.ReadWrite.All", {"read_sharepoint_profile", "write_sharepoint_profile"}),
        ("Sites.ReadWrite.All", {"read_sharepoint_files"}),
        ("Sites.FullControl.All", {"read_sharepoint_files", "write_sharepoint_files"}),
        ("ProfilePhoto.Read.All", set()),
    ],
)
def test_what_a_role_on_sharepoint_gives(role: str, capabilities: set[str]) -> None:
    found = of_roles(frozenset({role}), SHAREPOINT_ROLES)
    assert {capability.value for capability in found} == capabilities


async def test_with_opaque_tokens_reading_is_tried_and_writing_is_not(time: FakeTime) -> None:
    assert await of(FakeRoles({"graph": None, "sharepoint": None}), time).granted() == READ | {
        Capability.READ_SERVICE_PRINCIPALS,
        Capability.READ_GROUPS,
    }


async def test_what_cannot_be_asked_is_absent(time: FakeTime) -> None:
    roles = FakeRoles({**WRITER}, down={"sharepoint"})
    found = await of(roles, time).granted()
    assert not found & SYNC_SHAREPOINT
    assert Capability.READ_ACCOUNT in found


async def test_roles_are_asked_for_anew_after_some_minutes(time: FakeTime) -> None:
    roles = FakeRoles({**READER})
    capabilities = of(roles, time)
    await capabilities.granted()
    roles.by_scope = {**WRITER}
    assert await capabilities.granted() == READ
    time.now = 301
    assert await capabilities.granted() == READ | WRITE


async def test_after_a_failure_roles_are_asked_for_sooner(time: FakeTime) -> None:
    roles = FakeRoles({**READER}, down={"graph"})
    capabilities = of(roles, time)
    await capabilities.granted()
    roles.down.clear()
    time.now = 6
    assert await capabilities.granted() == READ


@pytest.mark.parametrize(
    ("why", "kept"),
    [
        (FailureReason.TIMED_OUT, READ | WRITE),
        (FailureReason.UNAVAILABLE, READ | WRITE),
        (FailureReason.SIGN_IN_FAILED, frozenset()),
    ],
)
async def test_a_sign_in_that_stalls_takes_no_grant_away(
    time: FakeTime, why: FailureReason, kept: set[Capability]
) -> None:
    roles = FakeRoles({**WRITER}, why=why)
    capabilities = of(roles, time)
    await capabilities.granted()
    roles.down = {"graph", "sharepoint"}
    time.now = 301
    assert await capabilities.granted() == kept
