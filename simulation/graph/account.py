"""A person as a Graph `user` resource."""

from collections.abc import Callable
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
ADD_ONS = (
    ("exchange", "199a5c09-e0ca-4e37-8f7c-b05d533e1ea2"),
    ("exchange", "5136a095-5cf0-4aff-bec3-e84448b38ea5"),
    ("exchange", "113feb6c-3fe4-4440-bddc-54d774bf0318"),
    ("SharePoint", "e95bec33-7c88-4a70-8e19-b10bd9d0c014"),
    ("SharePoint", "db4d623d-b514-490b-b7ef-8885eee514de"),
)
"""Bookings, MIP_S_CLP1, EXCHANGE_S_FOUNDATION, Office for the web and Nucleus. A licence brings
them besides, and they stay enabled without a mailbox (docs/photo-sync.md, "Account facts")."""

TEAMS_PLAN = "57ff2da0-773e-42df-b2af-ffb7a2317929"
E3_SKU = "05e9a617-0261-4cee-bb44-138d3ef5d965"
CREATED = "2024-03-04T08:15:00Z"


def _mail(_tenant: Tenant, person: Person) -> str:
    return _home_address(person) if "#EXT#" in person.upn else person.upn


def _licences(_tenant: Tenant, person: Person) -> list[dict[str, Any]]:
    return [{"skuId": E3_SKU, "disabledPlans": []}] if person.has_teams else []


def _home_address(external: Person) -> str:
    name, _, domain = external.upn.partition("#EXT#")[0].rpartition("_")
    return f"{name}@{domain}"


def _my_site(tenant: Tenant, person: Person) -> str | None:
    geography = tenant.geography_of(person)
    if geography.profile_of(person) is None:
        return None
    return f"{geography.hosts.my}/personal/{person.site_name}/"


def _plans(_tenant: Tenant, person: Person) -> list[dict[str, str]]:
    if not person.has_teams:
        return []
    exchange = "Enabled" if person.mailbox is Mailbox.CLOUD else "Deleted"
    return [
        _plan("exchange", EXCHANGE_PLAN, exchange),
        _plan("SharePoint", SHAREPOINT_PLAN, "Enabled"),
        _plan("TeamspaceAPI", TEAMS_PLAN, "Enabled"),
        *(_plan(service, plan_id, "Enabled") for service, plan_id in ADD_ONS),
    ]


def _plan(service: str, plan_id: str, status: str) -> dict[str, str]:
    return {
        "assignedDateTime": CREATED,
        "capabilityStatus": status,
        "service": service,
        "servicePlanId": plan_id,
    }


PROPERTIES: dict[str, Callable[[Tenant, Person], Any]] = {
    "businessPhones": lambda _, __: [],
    "displayName": lambda _, person: person.display_name,
    "givenName": lambda _, person: person.given_name,
    "jobTitle": lambda _, person: person.job_title,
    "mail": _mail,
    "mobilePhone": lambda _, __: None,
    "officeLocation": lambda _, __: None,
    "preferredLanguage": lambda _, __: "en-US",
    "surname": lambda _, person: person.surname,
    "userPrincipalName": lambda _, person: person.upn,
    "id": lambda _, person: person.id,
    "accountEnabled": lambda _, person: person.account_enabled,
    "assignedLicenses": _licences,
    "assignedPlans": _plans,
    "mailNickname": lambda _, person: person.upn.partition("@")[0],
    "mySite": _my_site,
    "onPremisesSyncEnabled": lambda _, person: person.on_premises_sync_enabled,
    "preferredDataLocation": lambda _, person: person.geo,
    "userType": lambda _, person: person.user_type,
    "createdDateTime": lambda _, __: CREATED,
}
"""All properties of the resource that the simulation has; each is computed when it is selected."""
