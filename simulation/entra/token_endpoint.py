"""The token endpoint: client credentials, on-behalf-of, codes and refresh tokens."""

import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass

from simulation.entra.client_authentication import authenticate_client
from simulation.entra.codes import Grant
from simulation.entra.directory import Entra
from simulation.entra.errors import (
    account_disabled,
    bad_grant,
    consent_required,
    interaction_required,
    missing_parameter,
    scope_without_default,
    unknown_application,
    unknown_resource,
    unsupported_grant,
)
from simulation.entra.on_behalf import person_of_assertion
from simulation.entra.registrations import Registration, Resource
from simulation.entra.scopes import DEFAULT, RequestedScope, parse_scopes, single_resource
from simulation.tenant import Tenant
from simulation.tenant.person import Person
from simulation.web import Response, json_response

REFRESH = "refresh_token"
BEARER = "Bearer"
GRANT_PARAMETERS = {
    "authorization_code": "code",
    REFRESH: REFRESH,
    "urn:ietf:params:oauth:grant-type:jwt-bearer": "assertion",
}
"""The parameter that each grant for a person takes."""

Form = dict[str, str]


@dataclass(frozen=True)
class TokenEndpoint:
    """The endpoint, on one tenant."""

    entra: Entra
    tenant: Tenant

    def answer(self, form: Form) -> Response:
        """Return the tokens that a form asks for. Raises TokenRefused."""
        for name in ("grant_type", "client_id", "scope"):
            if name not in form:
                raise missing_parameter(name)
        application = self.entra.applications.get(form["client_id"])
        if application is None:
            raise unknown_application(form["client_id"], self.entra.tenant_id)
        if form["grant_type"] == "client_credentials":
            return self._for_application(application, form)
        if form["grant_type"] not in GRANT_PARAMETERS:
            raise unsupported_grant(form["grant_type"])
        authenticate_client(self.entra, application, form)
        return self._for_person(application, form, self._grant(form))

    def _for_application(self, application: Registration, form: Form) -> Response:
        proof = authenticate_client(self.entra, application, form)
        resource, audience = self._resource(form["scope"])
        token = self.entra.app_token(application, resource, audience, proof)
        return self._response({"access_token": token})

    def _grant(self, form: Form) -> Grant:
        name = GRANT_PARAMETERS[form["grant_type"]]
        if name not in form:
            raise missing_parameter(name)
        now = self.entra.now()
        if name == "code":
            return self.entra.grants.redeem(form["code"], form, now)
        if name == REFRESH:
            return self.entra.grants.refresh(form[REFRESH], form["client_id"])
        return Grant(form["client_id"], person_of_assertion(self.entra, form), now)

    def _for_person(self, application: Registration, form: Form, grant: Grant) -> Response:
        person = self._person(grant.person_id)
        asked = parse_scopes(self.entra, form["scope"])
        audience = single_resource(asked).audience
        scopes = self._consented(application, person, asked)
        token = self.entra.person_token(
            application.client_id, person.id, audience, " ".join(scopes)
        )
        shown = " ".join(f"{audience}/{scope}" for scope in scopes)
        tokens = {"access_token": token, "scope": shown}
        return self._response(tokens | self._about(form, grant, person))

    def _person(self, person_id: str) -> Person:
        person = self.tenant.people.get(person_id)
        if person is None:
            raise bad_grant(50034, "The user account does not exist in the directory.")
        if not person.account_enabled:
            raise account_disabled()
        if person.id in self.entra.to_interact:
            raise interaction_required()
        return person

    def _consented(
        self, application: Registration, person: Person, asked: list[RequestedScope]
    ) -> list[str]:
        """Return the scopes of the token: all that were consented to on this API."""
        given = self.entra.consents.scopes(application.client_id, person.id)
        named = {each.scope for each in asked if each.name != DEFAULT}
        usable = sorted(name for resource, name in given if resource == asked[0].resource.name)
        if not usable or not named <= given:
            raise consent_required(application.client_id, application.name)
        return usable

    def _about(self, form: Form, grant: Grant, person: Person) -> dict[str, str]:
        wanted = form["scope"].split()
        about: dict[str, str] = {}
        if "openid" in wanted:
            about["id_token"] = self.entra.id_token(grant, person.display_name, person.upn)
        if "offline_access" in wanted:
            about[REFRESH] = self.entra.grants.new_refresh_token(grant)
        if form.get("client_info") == "1":
            who = json.dumps({"uid": person.id, "utid": self.tenant.id}).encode()
            about["client_info"] = urlsafe_b64encode(who).decode().rstrip("=")
        return about

    def _resource(self, scope: str) -> tuple[Resource, str]:
        identifier, slash, suffix = scope.rpartition("/")
        if suffix != DEFAULT or not slash:
            raise scope_without_default(scope)
        resource = self.entra.resource(identifier)
        if resource is None:
            raise unknown_resource(identifier, self.entra.tenant_id)
        return resource, identifier.rstrip("/")

    def _response(self, tokens: dict[str, str]) -> Response:
        seconds = int(self.entra.lifetime.total_seconds())
        lives = {"token_type": BEARER, "expires_in": seconds, "ext_expires_in": seconds}
        return json_response(lives | tokens).with_headers(Cache_Control="no-store, no-cache")
