"""Whether Entra ID, or the machine's managed identity, gives the tokens that are needed."""

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.core.failures import FailureReason, ServiceFailure
from bot.doctor.asked_once import AskedOnce
from bot.doctor.finding import Area, Finding, fine, problem, unknown, warning
from bot.doctor.refusals import PLACE, refusal
from bot.m365.registration import AppRegistration, Credential, ManagedIdentity, Secret
from bot.m365.tokens import claims_of

NO_IDENTITY = (
    "run Photobot on an Azure service with this identity assigned (Identity > User assigned), "
    'or set MicrosoftAppType to "SingleTenant"'
)


@dataclass(frozen=True)
class Applicant:
    """One application that signs in; `client` and `credential` name the settings that say how."""

    tokens: AskedOnce
    registration: AppRegistration
    tenant_id: str | None
    client: str
    credential: str

    @property
    def is_complete(self) -> bool:
        """Whether enough is set to try."""
        has_proof = not isinstance(self.proof, Secret) or bool(self.proof.value)
        return bool(self.registration.client_id and self.tenant_id and has_proof)

    @property
    def by_machine(self) -> bool:
        """Whether it is the machine's managed identity."""
        return isinstance(self.proof, ManagedIdentity)

    @property
    def proof(self) -> Credential:
        """What it proves itself with."""
        return self.registration.credential


async def sign_in_findings(
    applicant: Applicant, wanted: Iterable[tuple[str, str]]
) -> list[Finding]:
    """One finding for each token; `wanted` are names and scopes."""
    return list(await asyncio.gather(*(_token(applicant, *each) for each in wanted)))


def managed_identity_findings(applicants: Iterable[Applicant]) -> Iterator[Finding]:
    """Whether one is used; that it answers is seen by its tokens."""
    used = any(applicant.by_machine for applicant in applicants)
    what = "used, as MicrosoftAppType says" if used else "not used"
    yield fine(Area.SIGN_IN, "managed identity", what)


def secret_findings(applicants: Iterable[Applicant]) -> Iterator[Finding]:
    """Secrets end on a day that they do not tell."""
    names = (each.credential for each in applicants if isinstance(each.proof, Secret))
    for name in dict.fromkeys(names):
        remedy = f"look at {PLACE}, and note the day"
        yield unknown(Area.SIGN_IN, f"end of {name}", "a secret does not tell it", remedy)


async def _token(applicant: Applicant, name: str, scope: str) -> Finding:
    label = f"token for {name}"
    try:
        token = await applicant.tokens.token(scope)
    except ServiceFailure as failure:
        return _refused(applicant, label, failure)
    found = tenant_of(token)
    if found and applicant.tenant_id and found != applicant.tenant_id:
        what = f"is of another tenant ({found})"
        return problem(Area.SIGN_IN, label, what, "correct MicrosoftAppTenantId")
    return fine(Area.SIGN_IN, label, "given")


def _refused(applicant: Applicant, label: str, failure: ServiceFailure) -> Finding:
    if applicant.by_machine and failure.why is not FailureReason.THROTTLED:
        code = f" ({failure.code})" if failure.code else ""
        what = f"this machine's managed identity gives none{code}"
        return problem(Area.SIGN_IN, label, what, NO_IDENTITY)
    found = refusal(failure, credential=applicant.credential, client=applicant.client)
    # The bot works without SharePoint, and shows people the way there.
    say = warning if failure.code == "certificate_needed" else problem
    return say(Area.SIGN_IN, label, found.what, found.remedy)


def tenant_of(token: str) -> str | None:
    """The tenant that an access token names; its signature is the service's to check."""
    tenant = (claims_of(token) or {}).get("tid")
    return tenant if isinstance(tenant, str) else None
