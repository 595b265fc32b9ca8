"""The sign-in host: metadata, keys, the token endpoint and the page for people."""

import hmac
from dataclasses import dataclass
from urllib.parse import parse_qsl

from simulation.entra.assertions import check_assertion
from simulation.entra.directory import BY_CERTIFICATE, BY_SECRET, Entra
from simulation.entra.errors import (
    TokenRefused,
    missing_parameter,
    no_credential,
    scope_without_default,
    unknown_application,
    unknown_resource,
    unknown_tenant,
    unsupported_grant,
    wrong_secret,
)
from simulation.entra.registrations import Registration, Resource
from simulation.entra.sign_in import sign_in_page
from simulation.tenant import Tenant
from simulation.web import Answer, Call, json_answer

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@dataclass(frozen=True)
class LoginService:
    """Answers what login.microsoftonline.com answers."""

    entra: Entra

    async def answer(self, call: Call, tenant: Tenant) -> Answer:
        """Metadata, keys, a token or the page where people sign in."""
        try:
            return self._route(call, tenant)
        except TokenRefused as refused:
            return refused.answer(self.entra.now())

    def _route(self, call: Call, tenant: Tenant) -> Answer:
        directory, *rest = call.segments or [""]
        if directory.lower() not in (tenant.id, tenant.domain):
            raise unknown_tenant(directory)
        match call.method, rest:
            case "GET", ["v2.0", ".well-known", "openid-configuration"]:
                return json_answer(self._metadata(2))
            case "GET", [".well-known", "openid-configuration"]:
                return json_answer(self._metadata(1))
            case "GET", ["discovery", "v2.0", "keys"] | ["discovery", "keys"]:
                return json_answer({"keys": [self.entra.key.jwk()]})
            case "GET", ["oauth2", "authorize"] | ["oauth2", "v2.0", "authorize"]:
                return sign_in_page(self.entra, tenant, call.options)
            case "POST", ["oauth2", "v2.0", "token"]:
                return self._token(dict(parse_qsl(call.body.decode(errors="replace"))))
        return json_answer({"error": "not_found"}, 404)

    def _metadata(self, version: int) -> dict[str, object]:
        base = f"{self.entra.login}/{self.entra.tenant_id}"
        suffix = "/v2.0" if version == 2 else ""
        return {
            "issuer": self.entra.issuer(version),
            "authorization_endpoint": f"{base}/oauth2{suffix}/authorize",
            "token_endpoint": f"{base}/oauth2{suffix}/token",
            "jwks_uri": f"{base}/discovery{suffix}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"],
            "response_types_supported": ["code", "id_token"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "tenant_region_scope": "EU",
            "cloud_instance_name": "microsoftonline.com",
        }

    def _token(self, form: dict[str, str]) -> Answer:
        for name in ("grant_type", "client_id", "scope"):
            if name not in form:
                raise missing_parameter(name)
        if form["grant_type"] != "client_credentials":
            raise unsupported_grant(form["grant_type"])
        application = self.entra.applications.get(form["client_id"])
        if application is None:
            raise unknown_application(form["client_id"], self.entra.tenant_id)
        proof = self._prove(application, form)
        resource, audience = self._resource(form["scope"])
        seconds = int(self.entra.lifetime.total_seconds())
        return json_answer(
            {
                "token_type": "Bearer",
                "expires_in": seconds,
                "ext_expires_in": seconds,
                "access_token": self.entra.app_token(application, resource, audience, proof),
            }
        ).with_headers(Cache_Control="no-store, no-cache")

    def _prove(self, application: Registration, form: dict[str, str]) -> str:
        if "client_assertion" in form:
            if form.get("client_assertion_type") != ASSERTION_TYPE:
                raise missing_parameter("client_assertion_type")
            audiences = tuple(str(self._metadata(v)["token_endpoint"]) for v in (1, 2))
            issuers = (self.entra.issuer(1), self.entra.issuer(2))
            now = self.entra.now()
            check_assertion(form["client_assertion"], application, audiences + issuers, now)
            return BY_CERTIFICATE
        if "client_secret" not in form:
            raise no_credential()
        if not hmac.compare_digest(form["client_secret"].encode(), application.secret.encode()):
            raise wrong_secret(application.client_id)
        return BY_SECRET

    def _resource(self, scope: str) -> tuple[Resource, str]:
        identifier, slash, suffix = scope.rpartition("/")
        if suffix != ".default" or not slash:
            raise scope_without_default(scope)
        resource = self.entra.resource(identifier)
        if resource is None:
            raise unknown_resource(identifier, self.entra.tenant_id)
        return resource, identifier.rstrip("/")
