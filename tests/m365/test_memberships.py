from typing import Any
from uuid import UUID

import pytest

from bot.core.failures import FailureReason, ServiceFailure
from bot.m365.http import Http
from bot.m365.memberships import GraphMemberships
from tests.m365.fakes import Reply, Service

ADA = "0f8fad5b-d9cb-469f-a165-70867728950e"
CHECK = f"/v1.0/users/{ADA}/checkMemberGroups"
BATCH = "/v1.0/$batch"
GROUPS = [str(UUID(int=0xABC0 + number)) for number in range(21)]
FIRST, SECOND, *_ = GROUPS
NOT_FOUND = {"error": {"code": "Request_ResourceNotFound"}}


@pytest.fixture
def memberships(http: Http, service: Service) -> GraphMemberships:
    return GraphMemberships(http, service.address + "/v1.0")


def parts(*answers: tuple[str, int, Any]) -> Reply:
    listed = [{"id": group, "status": status, "body": body} for group, status, body in answers]
    return Reply(body={"responses": listed})


async def test_those_of_the_groups_that_somebody_is_in_are_returned(
    memberships: GraphMemberships, service: Service
) -> None:
    service.answer(CHECK, Reply(body={"value": [FIRST.upper(), "another"]}))
    assert await memberships.of(ADA, frozenset({FIRST, SECOND})) == {FIRST}
    [asked] = service.asked
    assert (asked.method, asked.json) == ("POST", {"groupIds": [FIRST, SECOND]})


async def test_twenty_groups_are_asked_about_at_a_time(
    memberships: GraphMemberships, service: Service
) -> None:
    service.answer(CHECK, Reply(body={"value": [GROUPS[3]]}), Reply(body={"value": [GROUPS[20]]}))
    await memberships.of(ADA, frozenset(GROUPS))
    assert sorted(len(asked.json["groupIds"]) for asked in service.asked) == [1, 20]
    assert sorted(each for asked in service.asked for each in asked.json["groupIds"]) == GROUPS


async def test_what_several_answers_name_is_put_together(
    memberships: GraphMemberships, service: Service
) -> None:
    # Each request gets both, of which it asked for one.
    service.answer(CHECK, Reply(body={"value": [GROUPS[3], GROUPS[20]]}))
    assert await memberships.of(ADA, frozenset(GROUPS)) == {GROUPS[3], GROUPS[20]}


@pytest.mark.parametrize("body", [{}, {"value": None}, {"value": [7]}, {"value": FIRST}, b"no"])
async def test_an_answer_that_is_no_list_of_groups_is_no_answer(
    memberships: GraphMemberships, service: Service, body: Any
) -> None:
    service.answer(CHECK, Reply(body=body))
    with pytest.raises(ServiceFailure) as failure:
        await memberships.of(ADA, frozenset({FIRST}))
    assert failure.value.why is FailureReason.UNEXPECTED


async def test_a_refusal_names_the_permission(
    memberships: GraphMemberships, service: Service
) -> None:
    refused = Reply(403, {"error": {"code": "Authorization_RequestDenied"}})
    service.answer(CHECK, refused)
    service.answer(BATCH, parts((FIRST, 403, {"error": {"code": "Authorization_RequestDenied"}})))
    for asking in (
        memberships.of(ADA, frozenset({FIRST})),
        memberships.unreadable(frozenset({FIRST})),
    ):
        with pytest.raises(ServiceFailure) as failure:
            await asking
        assert failure.value.permission == "GroupMember.Read.All"


async def test_somebody_who_does_not_exist_is_no_answer(
    memberships: GraphMemberships, service: Service
) -> None:
    service.answer(CHECK, Reply(404, NOT_FOUND))
    with pytest.raises(ServiceFailure) as failure:
        await memberships.of(ADA, frozenset({FIRST}))
    assert failure.value.code == "Request_ResourceNotFound"


async def test_a_group_that_is_missing_or_hides_its_members_is_unreadable(
    memberships: GraphMemberships, service: Service
) -> None:
    open_, private, hidden, missing = GROUPS[:4]
    answer = parts(
        (open_, 200, {"id": open_, "visibility": None}),
        (private, 200, {"id": private, "visibility": "Private"}),
        (hidden, 200, {"id": hidden, "visibility": "HiddenMembership"}),
        (missing, 404, NOT_FOUND),
    )
    service.answer(BATCH, answer)
    assert await memberships.unreadable(frozenset(GROUPS[:4])) == {hidden, missing}


@pytest.mark.parametrize(
    "answer",
    [
        parts(),
        parts((FIRST, 500, {"error": {"code": "generalException"}})),
        # From something in between, which knows of no groups.
        parts((FIRST, 404, None)),
    ],
)
async def test_a_group_about_which_nothing_was_learnt_is_a_failure(
    memberships: GraphMemberships, service: Service, answer: Reply
) -> None:
    service.answer(BATCH, answer)
    with pytest.raises(ServiceFailure):
        await memberships.unreadable(frozenset({FIRST}))


async def test_where_no_group_is_named_nothing_is_asked(
    memberships: GraphMemberships, service: Service
) -> None:
    assert await memberships.of(ADA, frozenset()) == frozenset()
    assert await memberships.unreadable(frozenset()) == frozenset()
    assert service.asked == []
