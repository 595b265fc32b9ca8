"""Facts of an Entra ID account that matter to its photo (docs/photo-sync.md, "Account facts")."""

from collections.abc import Mapping
from typing import Any

from bot.core.failures import ServiceFailure
from bot.m365.http import Request, Response
from bot.photos.readings import Account, AccountReading, NoAccount, NotRead

Plan = Mapping[str, Any]

SELECT = (
    "$select=id,userPrincipalName,userType,accountEnabled,onPremisesSyncEnabled,assignedPlans,mail"
)

# Service plan ids, which are the same in every tenant. What a plan in neither set brings is not
# known: most plans of these services are add-ons, and there are new ones every year.
_PLANS_WITH_MAILBOX = {
    "9aaf7827-d63c-4b61-89c3-182f06f82e5c": "EXCHANGE_S_STANDARD",
    "e9b4930a-925f-45e2-ac2a-3f7788ca6fdd": "EXCHANGE_S_STANDARD_GOV",
    "efb87545-963c-4e0d-99df-69c6916d9eb0": "EXCHANGE_S_ENTERPRISE",
    "8c3069c0-ccdb-44be-ab77-986203a67df2": "EXCHANGE_S_ENTERPRISE_GOV",
    "4a82b400-a79f-41a4-b4e2-e94f5787b113": "EXCHANGE_S_DESKLESS",
    "1126bef5-da20-4f07-b45e-ad25d2581aa8": "EXCHANGE_S_ESSENTIALS",
}
_PLANS_WITHOUT_MAILBOX = frozenset(
    {
        "113feb6c-3fe4-4440-bddc-54d774bf0318",  # EXCHANGE_S_FOUNDATION
        "176a09a6-7ec5-4039-ac02-b2791c6ba793",  # EXCHANGE_S_ARCHIVE_ADDON
        "199a5c09-e0ca-4e37-8f7c-b05d533e1ea2",  # MICROSOFTBOOKINGS
        "9d0c4ee5-e4a1-4625-ab39-d82b619b1a34",  # INSIDER_RISK_MANAGEMENT
        "46129a58-a698-46f0-aa5b-17f6586297d9",  # DATA_INVESTIGATIONS
        "6dc145d6-95dd-4191-b9c3-185575ee6f6b",  # COMMUNICATIONS_DLP
        "41fcdd7d-4733-4863-9cf4-c65b83ce2df4",  # COMMUNICATIONS_COMPLIANCE
        "65cc641f-cccd-4643-97e0-a17e3045e541",  # RECORDS_MANAGEMENT
        "e26c2fcc-ab91-4a61-b35c-03cdc8dddf66",  # INFO_GOVERNANCE
        "5136a095-5cf0-4aff-bec3-e84448b38ea5",  # MIP_S_CLP1
        "efb0351d-3b08-4503-993d-383af8de41e3",  # MIP_S_CLP2
    }
)
_PLANS_WITH_SHAREPOINT = frozenset(
    {
        "c7699d2e-19aa-44de-8edf-1736da088ca1",  # SHAREPOINTSTANDARD
        "5dbe027f-2339-4123-9542-606e4d348a72",  # SHAREPOINTENTERPRISE
        "63038b2c-28d0-45f6-bc36-33062963b498",  # SHAREPOINTENTERPRISE_EDU
        "153f85dd-d912-4762-af6c-d6e0fb4f6692",  # SHAREPOINTENTERPRISE_GOV
        "902b47e5-dcb2-4fdc-858b-c63a90a2bdb9",  # SHAREPOINTDESKLESS
    }
)
_PLANS_WITHOUT_SHAREPOINT = frozenset(
    {
        "e95bec33-7c88-4a70-8e19-b10bd9d0c014",  # SHAREPOINTWAC, Office for the web
        "db4d623d-b514-490b-b7ef-8885eee514de",  # Nucleus
    }
)
_STATES_IN_USE = frozenset({"enabled", "warning"})


def account_reading(request: Request, response: Response) -> AccountReading:
    """Read Graph's response to a request for one user."""
    # A 404 without Graph's own code comes from something in between.
    if response.status == 404 and response.code is not None:
        return NoAccount()
    if not response.ok:
        return NotRead.of(response.failure(request))
    try:
        user = response.json(request)
    except ServiceFailure as failure:
        return NotRead.of(failure)
    if not isinstance(user.get("id"), str) or not isinstance(user.get("userPrincipalName"), str):
        return NotRead.of(Response(0).failure(request))
    return _account(user)


def _account(user: Mapping[str, Any]) -> Account:
    kind, enabled, plans = user.get("userType"), user.get("accountEnabled"), _plans_in_use(user)
    return Account(
        id=user["id"],
        upn=user["userPrincipalName"],
        # `mail` would not tell: it can be set without a mailbox.
        has_mailbox=_brings(
            plans, "exchange", frozenset(_PLANS_WITH_MAILBOX), _PLANS_WITHOUT_MAILBOX
        ),
        mailbox_plan=_mailbox_plan(plans or []),
        guest=kind.lower() == "guest" if isinstance(kind, str) else None,
        enabled=enabled if isinstance(enabled, bool) else None,
        # Null means that the account was never synchronised, and only a missing field "not known".
        on_premises_synced=(
            bool(user["onPremisesSyncEnabled"]) if "onPremisesSyncEnabled" in user else None
        ),
        licensed=None if plans is None else bool(plans),
        has_sharepoint=_brings(
            plans, "sharepoint", _PLANS_WITH_SHAREPOINT, _PLANS_WITHOUT_SHAREPOINT
        ),
        has_address=bool(user["mail"]) if "mail" in user else None,
    )


def _plans_in_use(user: Mapping[str, Any]) -> list[Plan] | None:
    """List the plans that the licences bring; None where Graph did not say."""
    plans = user.get("assignedPlans")
    if not isinstance(plans, list):
        return None
    return [
        plan
        for plan in plans
        if isinstance(plan, dict) and str(plan.get("capabilityStatus")).lower() in _STATES_IN_USE
    ]


def _brings(
    plans: list[Plan] | None, service: str, bringing: frozenset[str], without: frozenset[str]
) -> bool | None:
    """Tell whether a plan of a service is one that really brings it; None where that is open."""
    if plans is None:
        return None
    ids = _ids(plans, service)
    if ids & bringing:
        return True
    return False if ids <= without else None


def _mailbox_plan(plans: list[Plan]) -> str | None:
    """Name the plan that brings the mailbox; the first by name where several do."""
    ids = _ids(plans, "exchange")
    return min((name for plan, name in _PLANS_WITH_MAILBOX.items() if plan in ids), default=None)


def _ids(plans: list[Plan], service: str) -> set[str]:
    return {
        str(plan.get("servicePlanId")).lower()
        for plan in plans
        if str(plan.get("service")).lower() == service
    }
