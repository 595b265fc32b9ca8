"""One SharePoint host: authenticates the caller, and routes the call to its operation."""

from dataclasses import dataclass, field

from simulation.entra import Entra, InvalidToken
from simulation.entra.caller import Caller, authenticate, bearer_token
from simulation.entra.registrations import SHAREPOINT_APP_ID
from simulation.entra.sign_in import RETURN_PATH
from simulation.sharepoint.digest import Digests, context_information
from simulation.sharepoint.errors import (
    SharePointError,
    TokenRejected,
    no_such_resource,
    stale_digest,
)
from simulation.sharepoint.expression import parse
from simulation.sharepoint.files import call_web
from simulation.sharepoint.layouts import USER_PHOTO, download, is_download, user_photo
from simulation.sharepoint.odata import Format, format_for
from simulation.sharepoint.own_profile import call_profile_loader
from simulation.sharepoint.people_manager import call_people_manager
from simulation.sharepoint.request import HostRole, SharePointRequest
from simulation.sharepoint.session import (
    home_page,
    send_to_sign_in,
    session_token,
    start_session,
)
from simulation.tenant import Tenant
from simulation.web import Call, Response, json_response

API = "/_api/"


@dataclass(frozen=True)
class SharePointService:
    """The host with this role in the geography of this name."""

    entra: Entra
    geography: str
    role: HostRole
    digests: Digests = field(default_factory=Digests)

    async def answer(self, call: Call, tenant: Tenant) -> Response:
        """Answer one request."""
        if call.path == RETURN_PATH:
            return start_session(call)
        if self.role is HostRole.MY and is_download(call):
            return download(call, tenant)
        output = format_for(call.header("accept"), f"{call.host}/_api")
        try:
            caller = self._authenticate(call)
            return self._route(call, tenant, caller, output)
        except TokenRejected as rejected:
            if _is_page(call) and not bearer_token(call):
                return send_to_sign_in(f"{self.entra.login}/{self.entra.tenant_id}", call)
            return self._challenge(rejected)
        except SharePointError as error:
            return output.write_error(error)

    def _authenticate(self, call: Call) -> Caller:
        try:
            token = bearer_token(call) or session_token(call)
            caller = authenticate(self.entra, token, [call.host])
        except InvalidToken as invalid:
            raise TokenRejected(f"Invalid JWT token. {invalid}") from invalid
        # docs/photo-sync.md, "App-only access"
        if caller.person_id is None and caller.proved_by_secret:
            raise TokenRejected("Unsupported app only token.")
        return caller

    def _route(self, call: Call, tenant: Tenant, caller: Caller, output: Format) -> Response:
        geography = next(g for g in tenant.geographies if g.hosts.name == self.geography)
        request = SharePointRequest(call, tenant, caller, geography, self.role)
        if call.path.lower() == USER_PHOTO:
            return user_photo(request)
        if call.path == "/" and request.person:
            return home_page(request)
        if _is_page(call):
            raise no_such_resource(call.path)
        return self._api(request, output)

    def _api(self, request: SharePointRequest, output: Format) -> Response:
        call = request.call
        terms = tuple(parse(call.path[len(API) :], call.query))
        if not terms:
            raise no_such_resource("_api")
        self._check_digest(request)
        first, *rest = terms
        match first.name:
            case "contextinfo" if call.method == "POST":
                digest = self.digests.new(request.tenant.clock.now())
                information = context_information(call.host, digest)
                return output.write_named("GetContextWebInformation", information)
            case "sp.userprofiles.peoplemanager" if rest:
                properties = call_people_manager(request, rest[0], tuple(rest[1:]))
                return output.write(_name_in(call, rest[0].name), properties)
            case "sp.userprofiles.profileloader.getprofileloader":
                return output.write("GetUserProfile", call_profile_loader(request, tuple(rest)))
            case "web":
                result = call_web(request, tuple(rest))
                return result if isinstance(result, Response) else output.write("value", result)
        raise no_such_resource(first.name)

    def _check_digest(self, request: SharePointRequest) -> None:
        """Require a valid digest, which writes with a bearer token may leave out."""
        call = request.call
        digest = call.header("x-requestdigest")
        if request.method == "GET" or call.path.lower().endswith("/contextinfo"):
            return
        if not digest and bearer_token(call):
            return
        if not self.digests.is_valid(digest, request.tenant.clock.now()):
            raise stale_digest()

    def _challenge(self, rejected: TokenRejected) -> Response:
        challenge = (
            f'Bearer realm="{self.entra.tenant_id}",client_id="{SHAREPOINT_APP_ID}",'
            f'authorization_uri="{self.entra.login}/common/oauth2/authorize"'
        )
        body = json_response({"error_description": rejected.description}, 401)
        diagnostics = f'{rejected.diagnostics};category="invalid_client"'
        return body.with_headers(WWW_Authenticate=challenge, x_ms_diagnostics=diagnostics)


def _is_page(call: Call) -> bool:
    return not call.path.lower().startswith(API)


def _name_in(call: Call, lower_name: str) -> str:
    """Return the name of the operation as the client wrote it, as verbose responses repeat it."""
    start = call.path.lower().index(lower_name)
    return call.path[start : start + len(lower_name)]
