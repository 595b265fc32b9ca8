"""Which sign-ins are remembered, for how long, and what they make possible."""

from dataclasses import dataclass, field

import aiohttp
import pytest

from bot.core.failures import FailureReason, ServiceFailure
from bot.http.retry import Retries
from bot.m365.geos import Geo, Geos
from bot.m365.own_rights import SignedInPeople, requested_scopes
from bot.m365.registration import AppRegistration, Secret
from bot.m365.settings import M365Settings
from bot.photos.capabilities import Capability
from bot.use_cases.own_sync import SignInState
from bot.use_cases.picture_threads import PictureThreads
from tests.m365.fakes import FakeTime

SETTINGS = M365Settings(
    "https://graph.microsoft.com",
    Geos(
        Geo(
            "https://contoso.sharepoint.com",
            "https://contoso-my.sharepoint.com",
            "https://contoso-admin.sharepoint.com",
        )
    ),
    AppRegistration("app", "https://login.microsoftonline.com/tenant", Secret("s")),
)
NO_CONSENT: dict[str, object] = {"error": "invalid_grant", "error_codes": [65001]}


@dataclass
class Consented:
    """Gives tokens with these scopes, by host; no consent for the others."""

    scopes: dict[str, str] = field(default_factory=dict)

    def __call__(self, assertion: str, scope: str) -> dict[str, object]:
        host = scope.split("/")[2]
        if host not in self.scopes:
            return NO_CONSENT
        return {"access_token": host, "expires_in": 3600, "scope": self.scopes[host]}


@pytest.fixture
def consented() -> Consented:
    return Consented(
        {
            "graph.microsoft.com": "User.Read User.ReadWrite",
            "contoso.sharepoint.com": "https://contoso.sharepoint.com/User.ReadWrite.All",
        }
    )


@pytest.fixture
async def people(
    consented: Consented, session: aiohttp.ClientSession, retries: Retries, time: FakeTime
) -> SignedInPeople:
    threads = PictureThreads()
    return SignedInPeople(
        session, consented, SETTINGS, retries, threads, now=time.clock, max_people=2
    )


async def test_capabilities_follow_from_consent(people: SignedInPeople) -> None:
    await people.begin("ada", "token", 3600.0)
    services = people.services("ada")
    assert services is not None
    assert services.capabilities >= {
        Capability.WRITE_OWN_MICROSOFT_365_PHOTO,
        Capability.WRITE_OWN_SHAREPOINT_PICTURE,
        Capability.READ_SHAREPOINT_PROFILE,
    }
    assert Capability.READ_SHAREPOINT_FILES not in services.capabilities


async def test_a_service_without_consent_leaves_the_other_usable(
    people: SignedInPeople, consented: Consented
) -> None:
    del consented.scopes["contoso.sharepoint.com"]
    await people.begin("ada", "token", 3600.0)
    services = people.services("ada")
    assert services is not None
    assert Capability.WRITE_OWN_SHAREPOINT_PICTURE not in services.capabilities
    assert Capability.WRITE_OWN_MICROSOFT_365_PHOTO in services.capabilities


@pytest.mark.parametrize("scopes", [{}, {"graph.microsoft.com": "openid profile"}])
async def test_without_any_consent_nobody_is_signed_in(
    people: SignedInPeople, consented: Consented, scopes: dict[str, str]
) -> None:
    consented.scopes = scopes
    with pytest.raises(ServiceFailure) as failed:
        await people.begin("ada", "token", 3600.0)
    assert failed.value.why is FailureReason.NOT_PERMITTED
    assert people.services("ada") is None
    assert people.state("ada") is SignInState.SIGNED_OUT


async def test_a_sign_in_belongs_to_one_person_and_expires_with_its_token(
    people: SignedInPeople, time: FakeTime
) -> None:
    await people.begin("ada", "token", 3600.0)
    assert people.state("ada") is SignInState.SIGNED_IN
    assert people.services("bob") is None
    time.now = 3600.0
    assert people.services("ada") is None
    assert people.state("ada") is SignInState.EXPIRED


async def test_whoever_signs_out_is_forgotten(people: SignedInPeople) -> None:
    await people.begin("ada", "token", 3600.0)
    assert people.end("ada")
    assert not people.end("ada")
    assert people.services("ada") is None
    assert people.state("ada") is SignInState.SIGNED_OUT


async def test_declining_ends_a_sign_in(people: SignedInPeople) -> None:
    await people.begin("ada", "token", 3600.0)
    people.decline("ada")
    assert people.services("ada") is None
    assert people.state("ada") is SignInState.DECLINED


async def test_the_least_recently_used_sign_in_is_forgotten_first(people: SignedInPeople) -> None:
    for person in ("ada", "bob", "eve"):
        await people.begin(person, "token", 3600.0)
    assert [people.services(each) is not None for each in ("ada", "bob", "eve")] == [
        False,
        True,
        True,
    ]


def test_people_are_asked_only_for_what_they_may_consent_to_themselves() -> None:
    assert requested_scopes(SETTINGS) == (
        "https://graph.microsoft.com/User.ReadWrite",
        "https://contoso.sharepoint.com/AllSites.Read",
    )
