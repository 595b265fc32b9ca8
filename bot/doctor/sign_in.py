"""Sign-in: whether Entra ID, or the machine's managed identity, issues the tokens."""

import asyncio
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from bot.core.failures import FailureReason, ServiceFailure
from bot.doctor.clients import ConfiguredApp
from bot.doctor.fetch import CA_REMEDY, Explanation
from bot.doctor.finding import Area, Finding, fault, fine, unknown, warning
from bot.m365.geos import default_scope, origin
from bot.m365.registration import Secret
from bot.m365.settings import M365Settings
from bot.m365.tokens import claims_of

PLACE = "Entra admin centre > App registrations > the application > Certificates & secrets"
SYNCHRONISE = "let this machine synchronise its clock (NTP)"
NO_IDENTITY = (
    "run Photobot on an Azure service with this identity assigned (Identity > User assigned), "
    'or set MicrosoftAppType to "SingleTenant"'
)

# Entra ID's error codes, and our own; `client` and `credential` are names of settings.
_BY_CODE = {
    "AADSTS7000215": (
        "the client secret is wrong",
        "make a new one at {place} and set {credential} to its Value, not to its Secret ID",
    ),
    "AADSTS7000222": (
        "the client secret has expired",
        "make a new one at {place} and set {credential} to its Value",
    ),
    "AADSTS7000216": ("no credential was sent", "set {credential}"),
    "AADSTS7000218": ("no credential was sent", "set {credential}"),
    "AADSTS700016": (
        "this tenant has no application of that id",
        "correct {client} or MicrosoftAppTenantId",
    ),
    "AADSTS90002": ("there is no tenant of that id", "correct MicrosoftAppTenantId"),
    "AADSTS900023": ("there is no tenant of that id", "correct MicrosoftAppTenantId"),
    "AADSTS700027": (
        "the certificate is not one of the application's",
        "upload its public part at {place}",
    ),
    "AADSTS50013": (
        "the certificate's signature is refused",
        "upload the public part of the certificate in {credential} at {place}",
    ),
    "AADSTS700024": ("the clocks do not agree", SYNCHRONISE),
    "AADSTS500011": (
        "the tenant does not know this service",
        "correct the address of the service, or MicrosoftAppTenantId",
    ),
    "AADSTS7000112": (
        "the application is disabled",
        "enable it: Entra admin centre > Enterprise applications > the application > Properties",
    ),
    "AADSTS53003": (
        "Conditional Access blocks the application",
        "exempt it: Entra admin centre > Protection > Conditional Access",
    ),
    "certificate_needed": (
        "SharePoint takes no client secret",
        "set PHOTOBOT_CERTIFICATE_FILE, and upload the certificate's public part at {place}",
    ),
    "certificate_unreadable": ("the certificate cannot be read", "see Certificate above"),
    "tls": ("the login host's certificate is refused", CA_REMEDY),
    "no_connection": ("the login host cannot be reached", "see Network above"),
    "unusable_authority": (
        "the login host's answer, or the credential, cannot be used",
        "correct PHOTOBOT_LOGIN, MicrosoftAppTenantId or {credential}",
    ),
}
_BY_WHY = {
    FailureReason.THROTTLED: ("Entra ID asks to come back later", "try again in some minutes"),
    FailureReason.TIMED_OUT: ("Entra ID did not answer in time", "see Network above, or try again"),
    FailureReason.UNAVAILABLE: ("Entra ID is not available", "see Network above, or try again"),
}


def scopes_of(m365: M365Settings) -> Iterator[tuple[str, str]]:
    """Name each token that Microsoft 365 needs, with its scope."""
    yield "Microsoft Graph", default_scope(m365.graph)
    for geo in m365.geos.configured if m365.geos else ():
        for address in (geo.root, geo.my, geo.admin):
            yield urlsplit(origin(address)).netloc, default_scope(address)


async def sign_in_findings(app: ConfiguredApp, wanted: Iterable[tuple[str, str]]) -> list[Finding]:
    """Get each token, one finding each; `wanted` are names and scopes."""
    return list(await asyncio.gather(*(_token(app, *each) for each in wanted)))


def managed_identity_findings(apps: Iterable[ConfiguredApp]) -> Iterator[Finding]:
    """Tell whether a managed identity is used; its tokens show whether it works."""
    used = any(app.is_managed_identity for app in apps)
    what = "used, as MicrosoftAppType says" if used else "not used"
    yield fine(Area.SIGN_IN, "managed identity", what)


def secret_findings(apps: Iterable[ConfiguredApp]) -> Iterator[Finding]:
    """Remind of the expiry date of each client secret, which the secret itself doesn't hold."""
    secrets = [app for app in apps if isinstance(app.registration.credential, Secret)]
    for name in dict.fromkeys(app.credential_setting for app in secrets):
        remedy = f"look at {PLACE}, and note the day"
        yield unknown(Area.SIGN_IN, f"end of {name}", "a secret does not tell it", remedy)


async def _token(app: ConfiguredApp, name: str, scope: str) -> Finding:
    label = f"token for {name}"
    try:
        token = await app.tokens.token(scope)
    except ServiceFailure as failure:
        return _refused(app, label, failure)
    # Read without verifying the signature: that is for the service that gets the token.
    found = (claims_of(token) or {}).get("tid")
    if isinstance(found, str) and found and app.tenant_id and found != app.tenant_id:
        what = f"is of another tenant ({found})"
        return fault(Area.SIGN_IN, label, what, "correct MicrosoftAppTenantId")
    return fine(Area.SIGN_IN, label, "given")


def _refused(app: ConfiguredApp, label: str, failure: ServiceFailure) -> Finding:
    # A managed identity has no settings of a registration, so their remedies would mislead.
    if app.is_managed_identity and failure.why is not FailureReason.THROTTLED:
        code = f" ({failure.code})" if failure.code else ""
        what = f"this machine's managed identity gives none{code}"
        return fault(Area.SIGN_IN, label, what, NO_IDENTITY)
    found = _explain(failure, app)
    # Without SharePoint the bot still works: it guides people instead.
    judge = warning if failure.code == "certificate_needed" else fault
    return judge(Area.SIGN_IN, label, found.what, found.remedy)


def _explain(failure: ServiceFailure, app: ConfiguredApp) -> Explanation:
    known = _BY_CODE.get(failure.code or "") or _BY_WHY.get(failure.why)
    if known is None:
        code = failure.code or failure.why.value
        remedy = f"look the code up; check {app.id_setting} and {app.credential_setting}"
        return Explanation(f"refused ({code})", remedy)
    what, remedy = known
    code = f" ({failure.code})" if (failure.code or "").startswith("AADSTS") else ""
    names = {"client": app.id_setting, "credential": app.credential_setting}
    return Explanation(what + code, remedy.format(place=PLACE, **names))
