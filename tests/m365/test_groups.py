from typing import Any

import pytest

from bot.core.failures import FailureReason, ServiceFailure
from bot.m365.groups import GraphGroups
from bot.m365.http import Http
from tests.m365.fakes import Reply, Service

GROUP = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"
FIRST = f"/v1.0/groups/{GROUP}/transitiveMembers/microsoft.graph.user?$select=id&$top=999"
NEXT = "/v1.0/groups/next?$skiptoken=2"


@pytest.fixture
def groups(http: Http, service: Service) -> GraphGroups:
    return GraphGroups(http, service.address + "/v1.0")


async def members(groups: GraphGroups) -> list[set[str]]:
    return [set(page) async for page in groups.members(GROUP)]


async def test_members_are_read_page_by_page(groups: GraphGroups, service: Service) -> None:
    onward = {"@odata.nextLink": service.address + NEXT}
    service.answer(FIRST, Reply(body={"value": [{"id": "ADA"}, {"id": "bob"}], **onward}))
    service.answer(NEXT, Reply(body={"value": [{"id": "eve"}]}))
    assert await members(groups) == [{"ada", "bob"}, {"eve"}]


@pytest.mark.parametrize(
    "body", [{}, {"value": None}, {"value": [{}]}, {"value": ["ada"]}, {"value": [{"id": 7}]}]
)
async def test_a_page_that_may_leave_somebody_out_is_no_reading(
    groups: GraphGroups, service: Service, body: dict[str, Any]
) -> None:
    service.answer(FIRST, Reply(body=body))
    with pytest.raises(ServiceFailure) as failure:
        await members(groups)
    assert failure.value.why is FailureReason.UNEXPECTED


async def test_a_refusal_names_the_permission(groups: GraphGroups, service: Service) -> None:
    service.answer(FIRST, Reply(403, {"error": {"code": "Authorization_RequestDenied"}}))
    with pytest.raises(ServiceFailure) as failure:
        await members(groups)
    assert failure.value.permission == "GroupMember.Read.All"
