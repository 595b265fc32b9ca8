"""The app is installed for people of the simulated tenant, and every refusal has its name."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio

from bot.chat.surface import NotDelivered
from bot.config.settings import Settings
from bot.http.retry import Retries
from bot.m365.installer import GraphInstaller, open_installer
from bot.m365.settings import bot_registration
from bot.m365.tokens import open_tokens
from simulation.channel.manifest import READ_RECEIPTS
from simulation.entra.registrations import GRAPH
from simulation.faults import Fault, Kind
from simulation.serve import Simulation
from simulation.tenant.app_catalogue import CatalogueApp
from tests.m365.fakes import FakeTime
from tests.simulation.world import AMARA, BEN, MAYA
from tests.use_cases.tenant import environment

pytestmark = pytest.mark.asyncio(loop_scope="session")

SELF = "TeamsAppInstallation.ReadWriteSelfForUser.All"
AND_CONSENT = "TeamsAppInstallation.ReadWriteAndConsentSelfForUser.All"
CATALOG = "AppCatalog.Read.All"


class Office:
    """Opens the installer of the bot, with these settings."""

    def __init__(self, tenant: Simulation, time: FakeTime) -> None:
        self.tenant = tenant
        self.time = time
        bot = tenant.apps.bot
        self.values = environment(tenant, "reader") | {
            "MicrosoftAppId": bot.client_id,
            "MicrosoftAppPassword": bot.secret,
        }

    async def refused(self, person: str = BEN) -> tuple[str, float | None]:
        async with self.opened() as installer:
            with pytest.raises(NotDelivered) as refusal:
                await installer.install(person)
        return refusal.value.reason, refusal.value.retry_after

    @asynccontextmanager
    async def opened(self, app_id: str | None = None) -> AsyncIterator[GraphInstaller]:
        """Sign in as the bot; `app_id` is another id in the manifest."""
        settings = Settings.model_validate(self.values)
        retries = Retries(sleep=self.time.sleep, clock=self.time.clock)
        registration = bot_registration(settings)
        wanted = settings.model_copy(update={"app_id": app_id or settings.app_id})
        async with (
            open_tokens(registration, settings.ca_file) as tokens,
            open_installer(tokens, wanted, retries) as installer,
        ):
            yield installer

    def fails(self, kind: Kind, **more: Any) -> None:
        fault = Fault(kind, "graph", **more)
        self.tenant.faults.add(fault, self.tenant.tenant)


@pytest_asyncio.fixture(loop_scope="session")
async def office(tenant: Simulation, time: FakeTime) -> AsyncIterator[Office]:
    tenant.apps.bot.grant(GRAPH, SELF)
    tenant.apps.bot.grant(GRAPH, CATALOG)
    catalogue = dict(tenant.tenant.app_catalogue)
    yield Office(tenant, time)
    tenant.tenant.app_catalogue.clear()
    tenant.tenant.app_catalogue.update(catalogue)
    for permission in (SELF, CATALOG):
        tenant.apps.bot.revoke(GRAPH, permission)


async def test_the_app_is_installed_once(office: Office) -> None:
    async with office.opened() as installer:
        assert await installer.is_granted()
        assert await installer.install(BEN)
        assert office.tenant.tenant.has_bot(BEN)
        assert not await installer.install(BEN)


async def test_the_permission_for_itself_is_enough_where_the_id_is_set(office: Office) -> None:
    office.tenant.apps.bot.revoke(GRAPH, CATALOG)
    office.values["PHOTOBOT_CATALOG_APP_ID"] = office.tenant.tenant.bot_app
    async with office.opened() as installer:
        assert await installer.install(BEN)


async def test_without_the_role_it_is_not_granted_and_graph_says_the_same(office: Office) -> None:
    office.tenant.apps.bot.revoke(GRAPH, SELF)
    async with office.opened() as installer:
        assert not await installer.is_granted()
    assert await office.refused() == ("install_not_granted", None)


async def test_an_app_that_asks_for_consents_takes_the_permission_to_give_them(
    office: Office,
) -> None:
    tenant, bot = office.tenant.tenant, office.tenant.apps.bot
    app = tenant.app_catalogue[tenant.bot_app]
    tenant.app_catalogue[app.id] = replace(app, consents=frozenset({READ_RECEIPTS}))
    assert await office.refused() == ("install_not_granted", None)
    bot.revoke(GRAPH, SELF)
    bot.grant(GRAPH, AND_CONSENT)
    async with office.opened() as installer:
        assert await installer.is_granted()
        assert await installer.install(BEN)
    tenant.app_catalogue[app.id] = app
    assert await office.refused(AMARA) == ("install_refused", None)
    bot.revoke(GRAPH, AND_CONSENT)


async def test_a_catalog_that_may_not_be_read_is_named(office: Office) -> None:
    office.tenant.apps.bot.revoke(GRAPH, CATALOG)
    assert await office.refused() == ("catalog_not_readable", None)


async def test_an_app_that_is_in_no_catalog_is_named(office: Office) -> None:
    async with office.opened("another") as installer:
        with pytest.raises(NotDelivered, match="app_not_in_catalog"):
            await installer.install(BEN)


async def test_an_app_that_was_deleted_from_the_catalog_is_named(office: Office) -> None:
    async with office.opened() as installer:
        assert await installer.install(AMARA)
        office.tenant.tenant.app_catalogue.clear()
        with pytest.raises(NotDelivered, match="app_not_in_catalog"):
            await installer.install(BEN)


async def test_an_app_whose_manifest_names_another_registration_is_named(office: Office) -> None:
    tenant = office.tenant.tenant
    bot = tenant.app_catalogue[tenant.bot_app]
    tenant.app_catalogue[bot.id] = replace(bot, client_id="another")
    assert await office.refused() == ("app_of_another_registration", None)


async def test_the_organisations_app_is_taken_where_a_store_has_one_like_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenant, published = office.tenant.tenant, CatalogueApp.resource
    bot = tenant.app_catalogue.pop(tenant.bot_app)
    tenant.app_catalogue["store"] = replace(bot, id="store")
    tenant.app_catalogue[bot.id] = bot

    def resource(app: CatalogueApp) -> dict[str, str]:
        is_own = {} if app.id == bot.id else {"distributionMethod": "store"}
        return published(app) | is_own

    monkeypatch.setattr(CatalogueApp, "resource", resource)
    async with office.opened() as installer:
        assert await installer.find_in_catalog() == bot.id


async def test_a_policy_that_blocks_the_app_is_named(office: Office) -> None:
    people = office.tenant.tenant.people
    people[BEN] = replace(people[BEN], may_use_apps=False)
    assert await office.refused() == ("app_blocked_by_policy", None)


@pytest.mark.parametrize("guest", [False, True])
async def test_who_has_no_teams_is_named(office: Office, guest: bool) -> None:
    people = office.tenant.tenant.people
    people[BEN] = replace(people[BEN], licensed=False)
    assert await office.refused(MAYA if guest else BEN) == ("no_teams_license", None)


async def test_who_does_not_exist_is_named(office: Office) -> None:
    nobody = "00000000-0000-0000-0000-000000000000"
    assert await office.refused(nobody) == ("no_such_person", None)


async def test_throttling_is_named_with_its_time_and_tried_once(office: Office) -> None:
    office.fails(Kind.THROTTLE, route="installedApps", seconds=17)
    assert await office.refused() == ("throttled", 17.0)
    assert office.time.slept == []


async def test_a_service_that_is_away_is_named(office: Office) -> None:
    office.fails(Kind.FAIL, route="installedApps", status=503, code="serviceNotAvailable")
    assert (await office.refused())[0] == "unavailable"


async def test_a_sign_in_that_fails_is_no_answer_about_the_permission(office: Office) -> None:
    fault = Fault(Kind.FAIL, "login", status=503)
    office.tenant.faults.add(fault, office.tenant.tenant)
    async with office.opened() as installer:
        with pytest.raises(NotDelivered) as refusal:
            await installer.is_granted()
    assert refusal.value.reason == "unavailable"
