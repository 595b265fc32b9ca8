"""The facts of an Entra ID account that matter to its photo."""

from collections.abc import Mapping
from typing import Any

from bot.care.failures import ServiceFailure
from bot.m365.answer import Answer, Request
from bot.photos.readings import Account, AccountReading, NoAccount

SELECT = "$select=id,userPrincipalName,userType,accountEnabled,onPremisesSyncEnabled,assignedPlans"

# They belong to Exchange and come with many licences, but bring no mailbox.
_PLANS_WITHOUT_MAILBOX = frozenset(
    {
        "113feb6c-3fe4-4440-bddc-54d774bf0318",  # EXCHANGE_S_FOUNDATION
        "176a09a6-7ec5-4039-ac02-b2791c6ba793",  # EXCHANGE_S_ARCHIVE_ADDON
    }
)
_IN_USE = frozenset({"enabled", "warning"})


def account_reading(request: Request, answer: Answer) -> AccountReading:
    """Read Graph's answer to a question for one user."""
    if answer.status == 404 and answer.code is not None:
        return NoAccount()
    try:
        return _account(_user(request, answer))
    except ServiceFailure as failure:
        return failure.as_reading()


def _user(request: Request, answer: Answer) -> dict[str, Any]:
    if not answer.ok:
        raise answer.failure(request)
    user = answer.json(request)
    if not isinstance(user.get("id"), str) or not isinstance(user.get("userPrincipalName"), str):
        raise Answer(0).failure(request)
    return user


def _account(user: Mapping[str, Any]) -> Account:
    kind = user.get("userType")
    return Account(
        id=user["id"],
        upn=user["userPrincipalName"],
        has_mailbox=_has_mailbox(user.get("assignedPlans")),
        guest=kind.lower() == "guest" if isinstance(kind, str) else None,
        enabled=_truth(user.get("accountEnabled")),
        on_premises_synced=_synced(user),
    )


def _has_mailbox(plans: object) -> bool | None:
    """Whether a licence brings an Exchange Online mailbox; `mail` would not tell."""
    if not isinstance(plans, list):
        return None
    return any(isinstance(plan, dict) and _brings_mailbox(plan) for plan in plans)


def _brings_mailbox(plan: Mapping[str, Any]) -> bool:
    return (
        str(plan.get("service")).lower() == "exchange"
        and str(plan.get("capabilityStatus")).lower() in _IN_USE
        and str(plan.get("servicePlanId")).lower() not in _PLANS_WITHOUT_MAILBOX
    )


def _synced(user: Mapping[str, Any]) -> bool | None:
    """Graph says null for an account that was never synchronised."""
    if "onPremisesSyncEnabled" not in user:
        return None
    return bool(user["onPremisesSyncEnabled"])


def _truth(value: object) -> bool | None:
    return value if isinstance(value, bool) else None
