"""Facts of an Entra ID account that matter to its photo (docs/photo-sync.md, "Account facts")."""

from collections.abc import Mapping
from typing import Any

from bot.core.failures import ServiceFailure
from bot.m365.http import Request, Response
from bot.photos.readings import Account, AccountReading, NoAccount, NotRead

Plan = Mapping[str, Any]

SELECT = "$select=id,userPrincipalName,userType,accountEnabled,onPremisesSyncEnabled,assignedPlans"

# Plans of the service Exchange that come with many licences and bring no mailbox.
_PLANS_WITHOUT_MAILBOX = frozenset(
    {
        "113feb6c-3fe4-4440-bddc-54d774bf0318",  # EXCHANGE_S_FOUNDATION
        "176a09a6-7ec5-4039-ac02-b2791c6ba793",  # EXCHANGE_S_ARCHIVE_ADDON
    }
)
# Office for the web is a plan of the service SharePoint, and brings no SharePoint.
_PLANS_WITHOUT_SHAREPOINT = frozenset({"e95bec33-7c88-4a70-8e19-b10bd9d0c014"})  # SHAREPOINTWAC
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
        has_mailbox=_brings(plans, "exchange", _PLANS_WITHOUT_MAILBOX),
        guest=kind.lower() == "guest" if isinstance(kind, str) else None,
        enabled=enabled if isinstance(enabled, bool) else None,
        # Null means that the account was never synchronised, and only a missing field "not known".
        on_premises_synced=(
            bool(user["onPremisesSyncEnabled"]) if "onPremisesSyncEnabled" in user else None
        ),
        licensed=None if plans is None else bool(plans),
        has_sharepoint=_brings(plans, "sharepoint", _PLANS_WITHOUT_SHAREPOINT),
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


def _brings(plans: list[Plan] | None, service: str, without: frozenset[str]) -> bool | None:
    """Tell whether a plan of a service is one that really brings it."""
    if plans is None:
        return None
    return any(
        str(plan.get("service")).lower() == service
        and str(plan.get("servicePlanId")).lower() not in without
        for plan in plans
    )
