"""The facts of an account, as Graph gives them."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.core.failures import FailureReason
from bot.m365.graph import Graph, user_path
from bot.m365.http import Http
from bot.photos.readings import Account, NotRead
from bot.use_cases.picture_threads import PictureThreads
from tests.m365.fakes import Reply, Service

ADA = Account(
    "11111111-2222-3333-4444-555555555555",
    "ada@contoso.com",
    has_mailbox=True,
    guest=False,
    enabled=True,
    on_premises_synced=False,
    licensed=True,
    has_sharepoint=True,
)
OF_EXCHANGE = {"service": "exchange", "capabilityStatus": "Enabled"}
OF_SHAREPOINT = {"service": "SharePoint", "capabilityStatus": "Enabled"}
EXCHANGE = OF_EXCHANGE | {"servicePlanId": "efb87545-963c-4e0d-99df-69c6916d9eb0"}
SHAREPOINT = OF_SHAREPOINT | {"servicePlanId": "5dbe027f-2339-4123-9542-606e4d348a72"}
FOUNDATION = OF_EXCHANGE | {"servicePlanId": "113feb6c-3fe4-4440-bddc-54d774bf0318"}
OFFICE_FOR_THE_WEB = OF_SHAREPOINT | {"servicePlanId": "e95bec33-7c88-4a70-8e19-b10bd9d0c014"}
NUCLEUS = OF_SHAREPOINT | {"servicePlanId": "db4d623d-b514-490b-b7ef-8885eee514de"}
GOVERNMENT = OF_EXCHANGE | {"servicePlanId": "8C3069C0-CCDB-44BE-AB77-986203A67DF2"}
NEW_ADD_ON = {"servicePlanId": "00000000-1111-2222-3333-444444444444"}
DELETED_MAILBOX = json.loads((Path(__file__).parent / "deleted_mailbox_plan.json").read_text())
SELECT = (
    "$select=id,userPrincipalName,userType,accountEnabled,onPremisesSyncEnabled,assignedPlans,mail"
)
USER = f"/v1.0/users/{ADA.id}?{SELECT}"
FACTS: dict[str, Any] = {
    "id": ADA.id,
    "userPrincipalName": ADA.upn,
    "userType": "Member",
    "accountEnabled": True,
    "onPremisesSyncEnabled": None,
    "assignedPlans": [EXCHANGE, SHAREPOINT],
}


@pytest.fixture
def graph(http: Http, service: Service) -> Graph:
    return Graph(http, service.address, PictureThreads())


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"userType": "Guest"}, {"guest": True}),
        ({"userType": None}, {"guest": None}),
        ({"accountEnabled": False}, {"enabled": False}),
        ({"onPremisesSyncEnabled": True}, {"on_premises_synced": True}),
        ({"mail": "info@contoso.com"}, {"has_address": True}),
        ({"mail": None}, {"has_address": False}),
    ],
)
async def test_the_facts_of_an_account(
    graph: Graph, service: Service, changes: dict[str, Any], expected: dict[str, Any]
) -> None:
    service.answer(USER, Reply(body=FACTS | changes))
    assert await graph.account(ADA.id) == replace(ADA, **expected)


@pytest.mark.parametrize(
    ("plans", "brought"),
    [
        (None, (None, None, None)),
        ([], (False, False, False)),
        ([EXCHANGE | {"capabilityStatus": "Deleted"}], (False, False, False)),
        ([SHAREPOINT | {"capabilityStatus": "Suspended"}], (False, False, False)),
        ([EXCHANGE | {"service": "Exchange", "capabilityStatus": "Warning"}], (True, True, False)),
        ([SHAREPOINT], (True, False, True)),
        ([FOUNDATION], (True, False, False)),
        ([OFFICE_FOR_THE_WEB], (True, False, False)),
        ([NUCLEUS], (True, False, False)),
        ([GOVERNMENT], (True, True, False)),
        ([OF_EXCHANGE | NEW_ADD_ON], (True, None, False)),
        ([OF_EXCHANGE | NEW_ADD_ON, FOUNDATION], (True, None, False)),
        ([OF_EXCHANGE | NEW_ADD_ON, EXCHANGE], (True, True, False)),
        ([OF_EXCHANGE], (True, None, False)),
        ([OF_SHAREPOINT | NEW_ADD_ON, NUCLEUS], (True, False, None)),
        (DELETED_MAILBOX["assignedPlans"], (True, False, False)),
        ([*DELETED_MAILBOX["assignedPlans"], OF_EXCHANGE | NEW_ADD_ON], (True, None, False)),
    ],
)
async def test_what_the_licences_bring(
    graph: Graph,
    service: Service,
    plans: list[Any] | None,
    brought: tuple[bool | None, bool | None, bool | None],
) -> None:
    service.answer(USER, Reply(body=FACTS | {"assignedPlans": plans}))
    licensed, mailbox, sharepoint = brought
    assert await graph.account(ADA.id) == replace(
        ADA, licensed=licensed, has_mailbox=mailbox, has_sharepoint=sharepoint
    )


async def test_facts_that_graph_leaves_out_are_not_known(graph: Graph, service: Service) -> None:
    named = {"id": ADA.id, "userPrincipalName": ADA.upn}
    service.answer(USER, Reply(body=named))
    assert await graph.account(ADA.id) == Account(ADA.id, ADA.upn)


async def test_a_page_that_is_not_found_is_not_a_missing_account(
    graph: Graph, service: Service
) -> None:
    service.answer(USER, Reply(404, b"<html>Not Found</html>"))
    assert await graph.account(ADA.id) == NotRead(FailureReason.UNEXPECTED)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("ada@contoso.com", "/users/ada@contoso.com"),
        ("o'neil@contoso.com", "/users/o%27neil@contoso.com"),
        ("a_x.com#EXT#@contoso.com", "/users/a_x.com%23EXT%23@contoso.com"),
        ("a/../b?c", "/users/a%2F..%2Fb%3Fc"),
        ("$o'x@contoso.com", "/users('%24o%27%27x@contoso.com')"),
    ],
)
def test_a_name_of_any_characters_is_one_step_of_a_path(name: str, path: str) -> None:
    assert user_path(name) == path


@pytest.mark.parametrize(
    ("plans", "named"),
    [
        ([EXCHANGE, OF_EXCHANGE | NEW_ADD_ON], "EXCHANGE_S_ENTERPRISE"),
        ([FOUNDATION], None),
        ([OF_EXCHANGE | NEW_ADD_ON], None),
        (None, None),
    ],
)
async def test_the_plan_that_brings_the_mailbox_is_named(
    graph: Graph, service: Service, plans: list[Any] | None, named: str | None
) -> None:
    service.answer(USER, Reply(body=FACTS | {"assignedPlans": plans}))
    account = await graph.account(ADA.id)
    assert isinstance(account, Account)
    assert account.mailbox_plan == named
