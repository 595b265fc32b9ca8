"""What Entra ID's refusals of a sign-in mean, and what an administrator does about each."""

from bot.core.failures import FailureReason, ServiceFailure
from bot.doctor.fetch import CA_REMEDY, Trouble

PLACE = "Entra admin centre > App registrations > the application > Certificates & secrets"
SYNCHRONISE = "let this machine synchronise its clock (NTP)"

# `credential` and `client` are the settings that hold them.
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


def refusal(failure: ServiceFailure, *, credential: str, client: str) -> Trouble:
    """Say why there is no token; `credential` and `client` are names of settings."""
    known = _BY_CODE.get(failure.code or "") or _BY_WHY.get(failure.why)
    if known is None:
        code = failure.code or failure.why.value
        return Trouble(f"refused ({code})", f"look the code up; check {client} and {credential}")
    what, remedy = known
    code = f" ({failure.code})" if (failure.code or "").startswith("AADSTS") else ""
    return Trouble(what + code, remedy.format(credential=credential, client=client, place=PLACE))
