"""The sign-in host: metadata, keys, the token endpoint, and pages for people."""

from dataclasses import dataclass
from urllib.parse import parse_qsl

from simulation.entra.authorize import Authorize, refusal_page
from simulation.entra.directory import Entra
from simulation.entra.errors import TokenRefused, unknown_tenant
from simulation.entra.sign_in import sign_in_page
from simulation.entra.token_endpoint import TokenEndpoint
from simulation.tenant import Tenant
from simulation.web import Call, Response, json_response


@dataclass(frozen=True)
class LoginService:
    """The simulated login.microsoftonline.com."""

    entra: Entra

    async def answer(self, call: Call, tenant: Tenant) -> Response:
        """Answer with metadata, keys, a token, or a page for people to sign in."""
        try:
            return self._route(call, tenant)
        except TokenRefused as refused:
            return refused.response(self.entra.now())

    def _route(self, call: Call, tenant: Tenant) -> Response:
        directory, *rest = call.segments or [""]
        if directory.lower() not in (tenant.id, tenant.domain):
            raise unknown_tenant(directory)
        if call.method == "GET" and rest[-1:] in (["openid-configuration"], ["keys"]):
            return self._published(rest)
        match call.method, rest:
            case "GET", ["oauth2", "authorize"]:
                return sign_in_page(self.entra, tenant, call.options)
            case "GET" | "POST", ["oauth2", "v2.0", "authorize"]:
                return self._authorize(call, tenant)
            case "POST", ["oauth2", "v2.0", "token"]:
                return TokenEndpoint(self.entra, tenant).answer(_form(call))
        return json_response({"error": "not_found"}, 404)

    def _published(self, path: list[str]) -> Response:
        match path:
            case ["v2.0", ".well-known", "openid-configuration"]:
                return json_response(self._metadata(2))
            case [".well-known", "openid-configuration"]:
                return json_response(self._metadata(1))
            case ["discovery", "v2.0", "keys"] | ["discovery", "keys"]:
                return json_response({"keys": [self.entra.key.jwk()]})
        return json_response({"error": "not_found"}, 404)

    def _authorize(self, call: Call, tenant: Tenant) -> Response:
        options = call.options if call.method == "GET" else _form(call)
        decision = options.pop("decision", "")
        try:
            return Authorize(self.entra, tenant, options).answer(decision)
        except TokenRefused as refused:
            return refusal_page(refused)

    def _metadata(self, version: int) -> dict[str, object]:
        base = f"{self.entra.login}/{self.entra.tenant_id}"
        suffix = "/v2.0" if version == 2 else ""
        return {
            "issuer": self.entra.issuer(version),
            "authorization_endpoint": self.entra.endpoint("authorize", version),
            "token_endpoint": self.entra.endpoint("token", version),
            "jwks_uri": f"{base}/discovery{suffix}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"],
            "response_types_supported": ["code", "id_token"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "tenant_region_scope": "EU",
            "cloud_instance_name": "microsoftonline.com",
        }


def _form(call: Call) -> dict[str, str]:
    return dict(parse_qsl(call.body.decode(errors="replace")))
