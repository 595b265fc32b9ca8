"""The facts of an Entra ID account that matter to its photo."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.core.failures import ServiceFailure
from bot.m365.answer import Answer, Request
from bot.photos.readings import Account, AccountReading, NoAccount, NotRead

Plan = Mapping[str, Any]

SELECT = "$select=id,userPrincipalName,userType,accountEnabled,onPremisesSyncEnabled,assignedPlans"

# They belong to Exchange and come with many licences, but bring no mailbox.
_PLANS_WITHOUT_MAILBOX = frozenset(
    {
        "113feb6c-3fe4-4440-bddc-54d774bf0318",  # EXCHANGE_S_FOUNDATION
        "176a09a6-7ec5-4039-ac02-b2791c6ba793",  # EXCHANGE_S_ARCHIVE_ADDON
    }
)
_OFFICE_FOR_THE_WEB = "e95bec33-7c88-4a70-8e19-b10bd9d0c014"  # SHAREPOINTWAC
_IN_USE = frozenset({"enabled", "warning"})


def account_reading(request: Request, answer: Answer) -> AccountReading:
    """Read Graph's answer to a question for one user."""
    if answer.status == 404 and answer.code is not None:
        return NoAccount()
    try:
        return _account(_user(request, answer))
    except ServiceFailure as failure:
        return NotRead.of(failure)


def _user(request: Request, answer: Answer) -> dict[str, Any]:
    if not answer.ok:
        raise answer.failure(request)
    user = answer.json(request)
    if not isinstance(user.get("id"), str) or not isinstance(user.get("userPrincipalName"), str):
        raise Answer(0).failure(request)
    return user


def _account(user: Mapping[str, Any]) -> Account:
    kind, plans = user.get("userType"), _plans_in_use(user)
    return Account(
        id=user["id"],
        upn=user["userPrincipalName"],
        has_mailbox=_any(plans, _brings_mailbox),
        guest=kind.lower() == "guest" if isinstance(kind, str) else None,
        enabled=_truth(user.get("accountEnabled")),
        on_premises_synced=_synced(user),
        licensed=None if plans is None else bool(plans),
        has_sharepoint=_any(plans, _brings_sharepoint),
    )


def _plans_in_use(user: Mapping[str, Any]) -> list[Plan] | None:
    """What the licences bring; None where Graph did not say."""
    plans = user.get("assignedPlans")
    if not isinstance(plans, list):
        return None
    return [
        plan
        for plan in plans
        if isinstance(plan, dict) and str(plan.get("capabilityStatus")).lower() in _IN_USE
    ]


def _any(plans: list[Plan] | None, brings: Callable[[Plan], bool]) -> bool | None:
    return None if plans is None else any(map(brings, plans))


def _brings_mailbox(plan: Plan) -> bool:
    """Whether a plan comes with an Exchange Online mailbox; `mail` would not tell."""
    exchange = str(plan.get("service")).lower() == "exchange"
    return exchange and str(plan.get("servicePlanId")).lower() not in _PLANS_WITHOUT_MAILBOX


def _brings_sharepoint(plan: Plan) -> bool:
    sharepoint = str(plan.get("service")).lower() == "sharepoint"
    return sharepoint and str(plan.get("servicePlanId")).lower() != _OFFICE_FOR_THE_WEB


def _synced(user: Mapping[str, Any]) -> bool | None:
    """Graph says null for an account that was never synchronised."""
    if "onPremisesSyncEnabled" not in user:
        return None
    return bool(user["onPremisesSyncEnabled"])


def _truth(value: object) -> bool | None:
    return value if isinstance(value, bool) else None
