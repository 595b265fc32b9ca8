"""Answers of Graph that the simulated tenant does not give, and that make no sense."""

import pytest

from bot.chat.surface import NotDelivered
from bot.m365.http import Http
from bot.m365.installer import GraphInstaller
from tests.m365.fakes import Reply, Service

CATALOG = "/v1.0/appCatalogs/teamsApps?$filter=externalId%20eq%20'bot'"
INSTALLED = "/v1.0/users/ada/teamwork/installedApps"


class Roles:
    """Tokens that can't be read."""

    async def roles(self, scope: str) -> frozenset[str] | None:
        return None


@pytest.fixture
def installer(http: Http, service: Service) -> GraphInstaller:
    service.answer(CATALOG, Reply(body={"value": [{"id": "app"}]}))
    return GraphInstaller(http, Roles(), service.address + "/v1.0", "bot", None)


def error(status: int, message: str, code: str = "NotFound") -> Reply:
    return Reply(status, {"error": {"code": code, "message": message}})


async def refusal(installer: GraphInstaller) -> str:
    with pytest.raises(NotDelivered) as refused:
        await installer.install("ada")
    return refused.value.reason


async def test_the_app_is_named_by_its_address_and_looked_up_once(
    installer: GraphInstaller, service: Service
) -> None:
    service.answer(INSTALLED, Reply(201))
    assert await installer.install("ada")
    assert await installer.install("ada")
    assert service.paths == [CATALOG, INSTALLED, INSTALLED]
    bound = f"{service.address}/v1.0/appCatalogs/teamsApps/app"
    assert service.asked[1].json == {"teamsApp@odata.bind": bound}
    assert service.asked[1].headers["Content-Type"] == "application/json"


async def test_a_token_that_cannot_be_read_grants_nothing(installer: GraphInstaller) -> None:
    assert not await installer.is_granted()


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (error(404, "Not Found"), "no_teams_license"),
        (error(404, "The app definition was not found."), "app_not_in_catalog"),
        (error(404, "Nothing here."), "install_refused"),
        (Reply(404), "install_refused"),
        (error(404, "no", "Request_ResourceNotFound"), "no_such_person"),
        (
            error(403, "Missing role permissions on the request.", "Forbidden"),
            "install_not_granted",
        ),
        (Reply(403, b"<html>"), "install_not_granted"),
        (Reply(403, {"error": "no"}), "install_not_granted"),
        (Reply(400, {"error": {"code": "BadRequest", "message": 7}}), "install_refused"),
        (Reply(401), "no_token"),
        (Reply(500), "unavailable"),
        (Reply(302, headers={"Location": "https://elsewhere.example"}), "install_refused"),
    ],
)
async def test_every_refusal_has_a_name(
    installer: GraphInstaller, service: Service, reply: Reply, reason: str
) -> None:
    service.answer(INSTALLED, reply)
    assert await refusal(installer) == reason


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply(body={"value": []}), "app_not_in_catalog"),
        (Reply(body={"value": ["app", {"id": None}]}), "app_not_in_catalog"),
        (Reply(body={"value": "app"}), "app_not_in_catalog"),
        (Reply(403), "catalog_not_readable"),
        (Reply(body=b"no JSON"), "install_refused"),
        (Reply(429, headers={"Retry-After": "3600"}), "throttled"),
    ],
)
async def test_without_the_id_of_the_catalog_nothing_is_installed(
    installer: GraphInstaller, service: Service, reply: Reply, reason: str
) -> None:
    service.answer(CATALOG, reply)
    assert await refusal(installer) == reason
    assert INSTALLED not in service.paths
