"""How an application proves at the token endpoint that it is itself."""

import hmac

from simulation.entra.assertions import check_assertion
from simulation.entra.directory import BY_CERTIFICATE, BY_SECRET, Entra
from simulation.entra.errors import missing_parameter, no_credential, wrong_secret
from simulation.entra.registrations import Registration

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def prove(entra: Entra, application: Registration, form: dict[str, str]) -> str:
    """What it proved itself by, as tokens tell it. Raises TokenRefused."""
    if "client_assertion" in form:
        if form.get("client_assertion_type") != ASSERTION_TYPE:
            raise missing_parameter("client_assertion_type")
        audiences = tuple(entra.endpoint("token", version) for version in (1, 2))
        issuers = (entra.issuer(1), entra.issuer(2))
        check_assertion(form["client_assertion"], application, audiences + issuers, entra.now())
        return BY_CERTIFICATE
    if "client_secret" not in form:
        raise no_credential()
    if not hmac.compare_digest(form["client_secret"].encode(), application.secret.encode()):
        raise wrong_secret(application.client_id)
    return BY_SECRET
