from typing import Any

import pytest

from bot.core.failures import FailureReason, ServiceFailure
from bot.m365.delta import UsersDelta
from bot.m365.http import Http
from bot.watch.ports import Member, ResyncRequired
from tests.m365.fakes import Reply, Service

FIRST = "/v1.0/users/delta?$select=id,accountEnabled,userType"
NEXT = "/v1.0/users/delta?$skiptoken=2"


@pytest.fixture
def delta(http: Http, service: Service) -> UsersDelta:
    return UsersDelta(http, service.address + "/")


def page(service: Service, *people: Any, onward: str = "", last: str = "") -> Reply:
    links = {"@odata.nextLink": onward, "@odata.deltaLink": last}
    given = {name: service.address + link for name, link in links.items() if link}
    return Reply(body={"value": list(people), **given})


def refusal(status: int, code: str) -> Reply:
    return Reply(status, {"error": {"code": code, "message": ""}})


async def test_a_page_names_people_and_leads_to_the_next(
    delta: UsersDelta, service: Service
) -> None:
    ada = {"id": "ADA", "accountEnabled": True, "userType": "Member"}
    bob = {"id": "bob", "accountEnabled": False, "userType": "Guest"}
    service.answer(FIRST, page(service, ada, bob, onward=NEXT))
    found = await delta.page(None)
    assert found.members == (
        Member("ada", enabled=True, guest=False),
        Member("bob", enabled=False, guest=True),
    )
    assert (found.link, found.is_last) == (service.address + NEXT, False)
    assert service.asked[0].headers["Prefer"] == "odata.maxpagesize=999"


async def test_the_last_page_leads_to_later_changes(delta: UsersDelta, service: Service) -> None:
    gone = {"id": "ada", "@removed": {"reason": "changed"}}
    service.answer(NEXT, page(service, gone, {"id": "bob"}, last="/later"))
    found = await delta.page(service.address + NEXT)
    assert found.members == (Member("ada", gone=True), Member("bob"))
    assert (found.link, found.is_last) == (service.address + "/later", True)


async def test_of_somebody_who_is_named_twice_the_last_time_counts(
    delta: UsersDelta, service: Service
) -> None:
    twice = ({"id": "ada", "accountEnabled": True}, {"id": "Ada", "accountEnabled": False})
    service.answer(FIRST, page(service, *twice, last="/later"))
    assert (await delta.page(None)).members == (Member("ada", enabled=False),)


@pytest.mark.parametrize(
    "reply",
    [
        refusal(410, "syncStateNotFound"),
        refusal(400, "SyncStateNotFound"),
        refusal(410, "resyncRequired"),
        refusal(409, "resyncRequired"),
        Reply(410),
    ],
)
async def test_an_expired_link_asks_for_all_of_it_again(
    delta: UsersDelta, service: Service, reply: Reply
) -> None:
    service.answer(NEXT, reply)
    with pytest.raises(ResyncRequired):
        await delta.page(service.address + NEXT)


async def test_a_link_to_another_host_asks_for_all_of_it_again(
    delta: UsersDelta, service: Service, other_service: Service
) -> None:
    other_service.answer(NEXT, page(service, last="/later"))
    with pytest.raises(ResyncRequired):
        await delta.page(other_service.address + NEXT)
    assert other_service.asked == []


async def test_a_link_may_spell_the_same_host_otherwise(http: Http, service: Service) -> None:
    service.answer(NEXT, page(service, last="/later"))
    delta = UsersDelta(http, service.address.replace("http:", "HTTP:"))
    assert (await delta.page(service.address + NEXT)).is_last


@pytest.mark.parametrize("status", [400, 404, 410])
async def test_a_first_page_that_is_refused_is_a_failure(
    delta: UsersDelta, service: Service, status: int
) -> None:
    service.answer(FIRST, refusal(status, "resyncRequired"))
    with pytest.raises(ServiceFailure):
        await delta.page(None)


async def test_a_refusal_names_the_permission(delta: UsersDelta, service: Service) -> None:
    service.answer(FIRST, refusal(403, "Authorization_RequestDenied"))
    with pytest.raises(ServiceFailure) as caught:
        await delta.page(None)
    assert caught.value.why is FailureReason.NOT_PERMITTED
    assert caught.value.permission == "User.Read.All"


async def test_throttling_is_waited_out(delta: UsersDelta, service: Service) -> None:
    service.answer(FIRST, Reply(429, headers={"Retry-After": "7"}), page(service, last="/later"))
    assert (await delta.page(None)).is_last


@pytest.mark.parametrize(
    "body",
    [
        {"value": []},
        {"@odata.deltaLink": "https://x"},
        {"value": {}, "@odata.deltaLink": "https://x"},
        {"value": [], "@odata.nextLink": 7},
        [],
    ],
)
async def test_a_page_without_people_or_a_link_is_a_failure(
    delta: UsersDelta, service: Service, body: Any
) -> None:
    service.answer(FIRST, Reply(body=body))
    with pytest.raises(ServiceFailure):
        await delta.page(None)


@pytest.mark.parametrize("reply", [Reply(200, b"<html>"), Reply(body={"value": []})])
async def test_a_link_that_leads_to_nonsense_asks_for_all_of_it_again(
    delta: UsersDelta, service: Service, reply: Reply
) -> None:
    service.answer(NEXT, reply)
    with pytest.raises(ResyncRequired):
        await delta.page(service.address + NEXT)


async def test_a_page_that_leads_to_itself_is_not_read_for_ever(
    delta: UsersDelta, service: Service
) -> None:
    service.answer(NEXT, page(service, onward=NEXT))
    with pytest.raises(ResyncRequired):
        await delta.page(service.address + NEXT)


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
async def test_a_link_that_is_refused_for_now_is_kept(
    delta: UsersDelta, service: Service, status: int
) -> None:
    service.answer(NEXT, refusal(status, "Other"))
    with pytest.raises(ServiceFailure):
        await delta.page(service.address + NEXT)
