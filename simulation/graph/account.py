"""A person as a Graph `user` resource."""

from typing import Any

from simulation.tenant import Tenant
from simulation.tenant.person import Mailbox, Person

DEFAULT_PROPERTIES = (
    "businessPhones",
    "displayName",
    "givenName",
    "jobTitle",
    "mail",
    "mobilePhone",
    "officeLocation",
    "preferredLanguage",
    "surname",
    "userPrincipalName",
    "id",
)
EXCHANGE_PLAN = "efb87545-963c-4e0d-99df-69c6916d9eb0"
SHAREPOINT_PLAN = "5dbe027f-2339-4123-9542-606e4d348a72"
TEAMS_PLAN = "57ff2da0-773e-42df-b2af-ffb7a2317929"
E3_SKU = "05e9a617-0261-4cee-bb44-138d3ef5d965"
CREATED = "2024-03-04T08:15:00Z"


def user(tenant: Tenant, person: Person) -> dict[str, Any]:
    """Return all properties of the resource that the simulation has."""
    member = person.user_type == "Member"
    licensed = member and person.licensed
    return {
        "businessPhones": [],
        "displayName": person.display_name,
        "givenName": person.given_name,
        "jobTitle": person.job_title,
        "mail": person.upn if member else _home_address(person),
        "mobilePhone": None,
        "officeLocation": None,
        "preferredLanguage": "en-US",
        "surname": person.surname,
        "userPrincipalName": person.upn,
        "id": person.id,
        "accountEnabled": person.account_enabled,
        "assignedLicenses": [{"skuId": E3_SKU, "disabledPlans": []}] if licensed else [],
        "assignedPlans": _plans(person) if licensed else [],
        "mailNickname": person.upn.partition("@")[0],
        "mySite": _my_site(tenant, person),
        "onPremisesSyncEnabled": person.on_premises_sync_enabled,
        "preferredDataLocation": person.geo,
        "userType": person.user_type,
        "createdDateTime": CREATED,
    }


def _home_address(guest: Person) -> str:
    name, _, domain = guest.upn.partition("#EXT#")[0].rpartition("_")
    return f"{name}@{domain}"


def _my_site(tenant: Tenant, person: Person) -> str | None:
    geography = tenant.geography_of(person)
    if geography.profile_of(person) is None:
        return None
    return f"{geography.hosts.my}/personal/{person.site_name}/"


def _plans(person: Person) -> list[dict[str, str]]:
    exchange = "Enabled" if person.mailbox is Mailbox.CLOUD else "Deleted"
    return [
        _plan("exchange", EXCHANGE_PLAN, exchange),
        _plan("SharePoint", SHAREPOINT_PLAN, "Enabled"),
        _plan("TeamspaceAPI", TEAMS_PLAN, "Enabled"),
    ]


def _plan(service: str, plan_id: str, status: str) -> dict[str, str]:
    return {
        "assignedDateTime": CREATED,
        "capabilityStatus": status,
        "service": service,
        "servicePlanId": plan_id,
    }
