"""What holds for everybody, as the simulated tenant says it."""

from dataclasses import replace

import pytest

from bot.core.failures import FailureReason
from bot.m365.services import Microsoft365Services
from bot.photos.readings import Account, NotRead, PhotoSource, PhotoUpdates
from bot.use_cases.ports import Person
from simulation.entra.registrations import GRAPH
from simulation.people import object_id
from simulation.running import Simulation
from tests.simulation.world import AMARA
from tests.use_cases.tenant import person

pytestmark = pytest.mark.asyncio(loop_scope="session")

USER_ADMINISTRATOR = "fe930be7-5e62-47db-91af-98c3a49a38b1"
PETRA, UMUT = object_id("petra.novak"), object_id("umut.kaya")


async def account_of(services: Microsoft365Services, who: Person) -> Account:
    account = (await services.graph.read(who)).account
    assert isinstance(account, Account)
    return account


async def test_photo_update_settings_are_read(
    reader: Microsoft365Services, tenant: Simulation
) -> None:
    tenant.tenant.settings = replace(
        tenant.tenant.settings, source="onPremises", allowed_roles=(USER_ADMINISTRATOR,)
    )
    assert (await reader.graph.tenant()).photo_updates == PhotoUpdates(
        PhotoSource.ON_PREMISES, frozenset({USER_ADMINISTRATOR})
    )


async def test_a_missing_permission_is_named(reader: Microsoft365Services) -> None:
    unread = NotRead(FailureReason.NOT_PERMITTED, "Application.Read.All")
    assert (await reader.graph.tenant()).exchange_enabled == unread


async def test_a_disabled_exchange_online_is_recognised(
    tenant: Simulation, reader: Microsoft365Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    granted = {**tenant.apps.reader.roles}
    granted[GRAPH] = granted[GRAPH] | {"Application.Read.All"}
    monkeypatch.setattr(tenant.apps.reader, "roles", granted)
    tenant.tenant.settings = replace(tenant.tenant.settings, exchange_principal_enabled=False)
    assert (await reader.graph.tenant()).exchange_enabled is False


async def test_a_mailbox_on_premises_is_none_in_exchange_online(
    reader: Microsoft365Services, tenant: Simulation
) -> None:
    petra = await account_of(reader, person(tenant, PETRA))
    assert petra.has_mailbox is False
    assert petra.on_premises_synced is True


async def test_who_has_a_licence_and_what_for(
    reader: Microsoft365Services, tenant: Simulation
) -> None:
    amara = await account_of(reader, person(tenant, AMARA))
    umut = await account_of(reader, person(tenant, UMUT))
    assert (amara.licensed, amara.has_sharepoint) == (True, True)
    assert (umut.licensed, umut.has_sharepoint) == (False, False)
