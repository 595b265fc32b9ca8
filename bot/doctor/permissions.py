"""Which application permissions were granted."""

from collections.abc import Iterator

from bot.core.failures import ServiceFailure
from bot.doctor.finding import Area, Finding, fine, unknown, warning
from bot.doctor.grants import GRANTS, OPTIONAL, Grant, Granted
from bot.m365.capabilities import RoleSource

PLACE = "Entra admin centre > App registrations > the application > API permissions"


async def roles_or_none(tokens: RoleSource, scope: str | None) -> frozenset[str] | None:
    """The roles that a token carries; None where there is none, or it cannot be read."""
    if scope is None:
        return None
    try:
        return await tokens.roles(scope)
    except ServiceFailure:
        return None


def permission_findings(granted: Granted) -> Iterator[Finding]:
    """One finding for each permission that is of use."""
    for grant in (*GRANTS, *OPTIONAL):
        yield _finding(grant, granted.has(grant))


def _finding(grant: Grant, has: bool | None) -> Finding:
    name = f"{grant.api} {grant.permission}"
    if has is None:
        return unknown(Area.PERMISSIONS, name, "there is no token that would tell")
    if has:
        return fine(Area.PERMISSIONS, name, f"granted: I can {grant.then}")
    remedy = (
        f"if I am to {grant.then}: {PLACE} > Add a permission > {grant.api} > Application "
        f"permissions > {grant.permission}, then Grant admin consent"
    )
    return warning(Area.PERMISSIONS, name, "not granted", remedy)
