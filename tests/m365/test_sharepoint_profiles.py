"""Profiles, and the geo that holds them."""

from typing import Any

import pytest

from bot.core.failures import FailureReason
from bot.m365.geos import Geo, Geos
from bot.m365.http import Http
from bot.m365.sharepoint import SharePointClient
from bot.photos.readings import NoProfile, NotRead, Profile
from bot.use_cases.picture_threads import PictureThreads
from tests.m365.fakes import FakeTokens, Reply, Service

UPN = "o'neil@contoso.com"
PROFILE = (
    "/_api/SP.UserProfiles.PeopleManager/GetPropertiesFor(accountName=@v)"
    "?@v='i%3A0%23.f%7Cmembership%7Co%27%27neil%40contoso.com'"
)
DENIED = {"odata.error": {"code": "-2147024891, System.UnauthorizedAccessException"}}
ERROR_1000 = {"odata.error": {"code": "-1, X", "message": {"value": "User Profile Error 1000: …"}}}


def person(my_site: str, **properties: str) -> dict[str, Any]:
    return {
        "AccountName": f"i:0#.f|membership|{UPN}",
        "PersonalSiteHostUrl": f"{my_site}/",
        "UserProfileProperties": [{"Key": k, "Value": v} for k, v in properties.items()],
    }


@pytest.fixture
def two_geos(http: Http, service: Service, other_service: Service) -> SharePointClient:
    home, away = (Geo(*[at.address] * 3) for at in (service, other_service))
    return SharePointClient(http, Geos(home, (away,)), PictureThreads())


async def test_a_profile_is_read_with_one_request(
    sharepoint: SharePointClient, service: Service, my_site: str
) -> None:
    service.answer(PROFILE, Reply(body=person(my_site, PictureURL="https://x/y_MThumb.jpg")))
    profile = await sharepoint.profile(UPN)
    assert profile == Profile("https://x/y_MThumb.jpg", "", "", None, my_site)
    assert service.paths == [PROFILE]
    assert service.asked[0].headers["Accept"] == "application/json;odata=nometadata"


async def test_a_person_unknown_to_sharepoint_has_no_profile(
    sharepoint: SharePointClient, service: Service
) -> None:
    service.answer(PROFILE, Reply(500, ERROR_1000))
    assert await sharepoint.profile(UPN) == NoProfile()


@pytest.mark.parametrize("body", [{}, {"value": []}, {"DisplayName": "O'Neil"}])
async def test_an_object_that_is_no_person_leaves_it_not_known_whether_there_is_a_profile(
    sharepoint: SharePointClient, service: Service, body: dict[str, Any]
) -> None:
    service.answer(PROFILE, Reply(body=body))
    assert await sharepoint.profile(UPN) == NotRead(FailureReason.UNEXPECTED)


async def test_where_the_root_refuses_apps_the_admin_host_is_asked_and_remembered(
    sharepoint: SharePointClient, service: Service, other_service: Service, my_site: str
) -> None:
    service.answer(PROFILE, Reply(403, DENIED))
    other_service.answer(PROFILE, Reply(body=person(my_site)))
    assert isinstance(await sharepoint.profile(UPN), Profile)
    assert isinstance(await sharepoint.profile(UPN), Profile)
    assert (len(service.asked), len(other_service.asked)) == (1, 2)


async def test_where_both_refuse_the_permission_is_named(
    sharepoint: SharePointClient, service: Service, other_service: Service
) -> None:
    service.answer(PROFILE, Reply(401, DENIED))
    other_service.answer(PROFILE, Reply(403, DENIED))
    assert await sharepoint.profile(UPN) == NotRead(
        FailureReason.NOT_PERMITTED, "User.Read.All (SharePoint)"
    )
    await sharepoint.profile(UPN)
    assert len(service.asked) == 2


async def test_the_profile_is_read_where_the_my_site_is(
    two_geos: SharePointClient, service: Service, other_service: Service
) -> None:
    away = other_service.address
    service.answer(PROFILE, Reply(body=person(away, PictureURL="old")))
    other_service.answer(PROFILE, Reply(body=person(away, PictureURL="new")))
    assert await two_geos.profile(UPN) == Profile("new", "", "", None, away)


async def test_other_geos_are_asked_before_a_profile_is_missing(
    two_geos: SharePointClient, service: Service, other_service: Service
) -> None:
    service.answer(PROFILE, Reply(500, ERROR_1000))
    other_service.answer(PROFILE, Reply(body=person(other_service.address)))
    assert await two_geos.profile(UPN) == Profile("", "", "", None, other_service.address)


async def test_a_profile_is_not_called_missing_while_one_geo_does_not_answer(
    two_geos: SharePointClient, service: Service, other_service: Service
) -> None:
    service.answer(PROFILE, Reply(500, ERROR_1000))
    other_service.answer(PROFILE, Reply(500, {}))
    assert await two_geos.profile(UPN) == NotRead(FailureReason.UNAVAILABLE)


async def test_a_my_site_on_a_strange_host_is_not_followed(
    sharepoint: SharePointClient, service: Service, tokens: FakeTokens
) -> None:
    service.answer(PROFILE, Reply(body=person("https://evil.test")))
    assert await sharepoint.profile(UPN) == NotRead(FailureReason.UNEXPECTED)
    assert tokens.scopes == [f"{service.address}/.default"]
