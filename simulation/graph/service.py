"""Graph: authenticates the caller, and routes the call to its operation."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from simulation.entra import Entra, InvalidToken
from simulation.entra.caller import Caller, authenticate, bearer_token
from simulation.entra.registrations import GRAPH, GRAPH_APP_ID
from simulation.graph import (
    delta,
    groups,
    people_settings,
    photos,
    service_principals,
    sites,
    users,
)
from simulation.graph.errors import GraphError, bad_request, method_not_allowed, no_such_segment
from simulation.graph.request import GraphRequest, parts_of
from simulation.graph.teamwork import Teamwork
from simulation.tenant import Tenant
from simulation.web import Call, Response

Operation = Callable[..., Response]
Routes = dict[tuple[str, ...], dict[str, Operation]]
VERSIONS = ("v1.0", "beta")
ANY = "*"
ROUTES: Routes = {
    ("users",): {"GET": users.list_users},
    ("users", "delta"): {"GET": delta.track_users},
    ("users", "delta()"): {"GET": delta.track_users},
    ("users", "microsoft.graph.delta()"): {"GET": delta.track_users},
    ("users", ANY): {"GET": users.get_user},
    ("users", ANY, "checkMemberGroups"): {"POST": groups.check_member_groups},
    ("users", ANY, "photo"): {"GET": photos.get_metadata},
    ("users", ANY, "photo", "$value"): {
        "GET": photos.get_bytes,
        "PUT": photos.put_bytes,
        "PATCH": photos.put_bytes,
        "DELETE": photos.delete_bytes,
    },
    ("users", ANY, "photos"): {"GET": photos.list_sizes},
    ("users", ANY, "photos", ANY): {"GET": photos.get_metadata},
    ("users", ANY, "photos", ANY, "$value"): {"GET": photos.get_bytes},
    ("groups", ANY): {"GET": groups.get_group},
    ("groups", ANY, "transitiveMembers"): {"GET": groups.list_members},
    ("groups", ANY, "transitiveMembers", "$count"): {"GET": groups.count_members},
    ("groups", ANY, "transitiveMembers", "microsoft.graph.user"): {"GET": groups.list_people},
    ("groups", ANY, "transitiveMembers", "microsoft.graph.user", "$count"): {
        "GET": groups.count_people
    },
    ("servicePrincipals",): {"GET": service_principals.list_principals},
    ("servicePrincipals", "appId", ANY): {"GET": service_principals.get_principal},
    ("sites", "root"): {"GET": sites.get_root},
    ("admin", "people", "photoUpdateSettings"): {
        "GET": people_settings.get_settings,
        "PATCH": people_settings.patch_settings,
    },
    ("admin", "people", "photoUpdateSettings", "$ref"): {"DELETE": people_settings.delete_settings},
}
BETA_ONLY = ("admin",)


@dataclass(frozen=True)
class GraphService:
    """The simulated Microsoft Graph, without batches."""

    entra: Entra
    teamwork: Teamwork = field(default_factory=Teamwork)

    @cached_property
    def _routes(self) -> Routes:
        return ROUTES | self.teamwork.routes()

    async def answer(self, call: Call, tenant: Tenant) -> Response:
        """Answer one request."""
        try:
            return self._operate(call, tenant)
        except GraphError as error:
            return error.response(tenant.clock.now(), call.header("client-request-id"))
        except InvalidToken as invalid:
            return self._challenge(call, tenant, str(invalid))

    def _operate(self, call: Call, tenant: Tenant) -> Response:
        graph = next(r for r in self.entra.resources if r.name == GRAPH)
        caller = authenticate(self.entra, bearer_token(call), graph.identifiers)
        version, *path = parts_of(call) or [""]
        if version not in VERSIONS:
            raise bad_request("Invalid version.")
        request = GraphRequest(call, tenant, caller, version, _resolve_me(path, caller))
        operation, arguments = _find(request, self._routes)
        return operation(request, *arguments)

    def _challenge(self, call: Call, tenant: Tenant, reason: str) -> Response:
        error = GraphError(401, "InvalidAuthenticationToken", reason)
        challenge = (
            f'Bearer realm="", authorization_uri="{self.entra.login}/common/oauth2/authorize", '
            f'client_id="{GRAPH_APP_ID}"'
        )
        response = error.response(tenant.clock.now(), call.header("client-request-id"))
        return response.with_headers(WWW_Authenticate=challenge)


def _resolve_me(path: list[str], caller: Caller) -> tuple[str, ...]:
    """Replace `/me` by the path of the person who calls."""
    if path[:1] != ["me"]:
        return tuple(path)
    if caller.person_id is None:
        raise bad_request("/me request is only valid with delegated authentication flow.")
    return ("users", caller.person_id, *path[1:])


def _find(request: GraphRequest, routes: Routes) -> tuple[Operation, list[str]]:
    path = request.path
    if path[:1] == BETA_ONLY and request.version != "beta":
        raise no_such_segment(path[0])
    for pattern, operations in routes.items():
        if _matches(pattern, path):
            if request.call.method not in operations:
                raise method_not_allowed()
            keys = [part for part, wanted in zip(path, pattern, strict=True) if wanted == ANY]
            return operations[request.call.method], keys
    raise no_such_segment(path[-1] if path else "")


def _matches(pattern: tuple[str, ...], path: tuple[str, ...]) -> bool:
    return len(pattern) == len(path) and all(
        wanted in (ANY, part) for wanted, part in zip(pattern, path, strict=True)
    )
