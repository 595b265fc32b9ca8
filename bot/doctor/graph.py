"""Whether Graph takes the token."""

from collections.abc import Iterator

from bot.core.failures import FailureReason, ServiceFailure
from bot.doctor.finding import Area, Finding, fine, problem, warning
from bot.m365 import permissions
from bot.m365.http import Http, Request, Response

# Asked for, so that nothing is read of anybody.
NOBODY = "00000000-0000-0000-0000-000000000000"
NAME = "answers to the token"


async def graph_findings(http: Http, graph: str) -> Iterator[Finding]:
    """Ask for somebody who does not exist."""
    request = Request(
        "graph", f"{graph}/v1.0/users/{NOBODY}?$select=id", needs=permissions.READ_USERS
    )
    try:
        answer = await http.send(request)
    except ServiceFailure as failure:
        return iter((refused(Area.GRAPH, NAME, failure),))
    return iter((_judged(request, answer),))


def _judged(request: Request, answer: Response) -> Finding:
    if answer.ok or (answer.status == 404 and answer.code == "Request_ResourceNotFound"):
        return fine(Area.GRAPH, NAME, "people can be looked up")
    return refused(Area.GRAPH, NAME, answer.failure(request))


def refused(area: Area, name: str, failure: ServiceFailure) -> Finding:
    """What a service's refusal means; a permission that was not granted is no fault."""
    code = f" ({failure.code})" if failure.code else ""
    if failure.service == "entra":
        return problem(area, name, "there is no token to ask with", "see Sign-in above")
    if failure.why is FailureReason.NOT_PERMITTED:
        remedy = f"grant {failure.permission}" if failure.permission else "see Permissions above"
        return warning(area, name, f"the token is taken, but not permitted{code}", remedy)
    if failure.why is FailureReason.SIGN_IN_FAILED:
        remedy = "check the address, MicrosoftAppTenantId and this machine's clock"
        return problem(area, name, f"the token is refused{code}", remedy)
    if failure.why in {FailureReason.THROTTLED, FailureReason.TIMED_OUT}:
        return warning(area, name, f"{failure.why.value}{code}", "try again in some minutes")
    remedy = "see Network above; if the host answers there, its address may be wrong"
    return problem(area, name, f"did not answer as expected{code}", remedy)
