"""Errors of the token endpoint, in its own format."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from simulation.web import Response, json_response


@dataclass(eq=False)
class TokenRefused(Exception):
    """A refused request for a token; `number` is the AADSTS code."""

    error: str
    number: int
    description: str
    status: int = 400
    sub_error: str = ""

    def response(self, now: datetime) -> Response:
        """Build the response of the endpoint."""
        trace, correlation = str(uuid4()), str(uuid4())
        stamp = now.strftime("%Y-%m-%d %H:%M:%SZ")
        description = (
            f"AADSTS{self.number}: {self.description} Trace ID: {trace} "
            f"Correlation ID: {correlation} Timestamp: {stamp}"
        )
        content = {
            "error": self.error,
            "error_description": description,
            "error_codes": [self.number],
            "timestamp": stamp,
            "trace_id": trace,
            "correlation_id": correlation,
            "error_uri": f"https://login.microsoftonline.com/error?code={self.number}",
        }
        more = {"suberror": self.sub_error} if self.sub_error else {}
        return json_response(content | more, self.status)


def missing_parameter(name: str) -> TokenRefused:
    """Build the error for a form without a required parameter."""
    text = f"The request body must contain the following parameter: '{name}'."
    return TokenRefused("invalid_request", 900144, text)


def unknown_tenant(name: str) -> TokenRefused:
    """Build the error for a path that names another directory."""
    text = f"Tenant '{name}' not found. Check to make sure you have the correct tenant ID."
    return TokenRefused("invalid_request", 90002, text)


def unknown_application(client_id: str, tenant: str) -> TokenRefused:
    """Build the error for a client id that is not registered."""
    text = f"Application with identifier '{client_id}' was not found in the directory '{tenant}'."
    return TokenRefused("unauthorized_client", 700016, text)


def wrong_secret(client_id: str) -> TokenRefused:
    """Build the error for a secret that is not the application's."""
    text = (
        "Invalid client secret provided. Ensure the secret being sent in the request is the client "
        f"secret value, not the client secret ID, for a secret added to app '{client_id}'."
    )
    return TokenRefused("invalid_client", 7000215, text, 401)


def no_credential() -> TokenRefused:
    """Build the error for a form with neither a secret nor an assertion."""
    text = (
        "'client_assertion', 'client_secret' or 'request' is required for the "
        "'client_credentials' grant type."
    )
    return TokenRefused("invalid_client", 7000216, text, 401)


def unsupported_grant(grant: str) -> TokenRefused:
    """Build the error for a grant type that this directory does not offer."""
    text = f"The app requested an unsupported grant type '{grant}'."
    return TokenRefused("unsupported_grant_type", 70003, text)


def scope_without_default(scope: str) -> TokenRefused:
    """Build the error for client credentials with a scope other than `.default`."""
    text = (
        f"The provided value for scope {scope} is not valid. Client credential flows must have a "
        "scope value with /.default suffixed to the resource identifier (application ID URI)."
    )
    return TokenRefused("invalid_scope", 1002012, text)


def unknown_resource(identifier: str, tenant: str) -> TokenRefused:
    """Build the error for a scope on an API that is not in the directory."""
    text = (
        f"The resource principal named {identifier} was not found in the tenant named {tenant}. "
        "This can happen if the application has not been installed by the administrator."
    )
    return TokenRefused("invalid_resource", 500011, text)


def bad_assertion(number: int, reason: str) -> TokenRefused:
    """Build the error for a client assertion that does not verify."""
    return TokenRefused("invalid_client", number, reason, 401)


def bad_grant(number: int, reason: str, *, sub_error: str = "") -> TokenRefused:
    """Build the error for a code, refresh token or assertion that is not valid."""
    return TokenRefused("invalid_grant", number, reason, sub_error=sub_error)


def consent_required(client_id: str, name: str) -> TokenRefused:
    """Build the error for scopes that nobody consented to."""
    text = (
        f"The user or administrator has not consented to use the application with ID '{client_id}' "
        f"named '{name}'. Send an interactive authorization request for this user and resource."
    )
    return bad_grant(65001, text, sub_error="consent_required")


def interaction_required() -> TokenRefused:
    """Build the error for a person who has to do something first, such as a second factor."""
    text = (
        "Due to a configuration change made by your administrator, or because you moved to a new "
        "location, you must use multi-factor authentication to access the resource."
    )
    return TokenRefused("interaction_required", 50076, text, sub_error="basic_action")


def account_disabled() -> TokenRefused:
    """Build the error for a person who may not sign in."""
    return bad_grant(50057, "The user account is disabled.")


def several_resources() -> TokenRefused:
    """Build the error for scopes on several APIs, as a token is for one."""
    text = (
        "Provided value for the input parameter scope is not valid because it contains more than "
        "one resource, or none."
    )
    return TokenRefused("invalid_request", 28000, text)


def unregistered_redirect(sent: str, client_id: str) -> TokenRefused:
    """Build the error for a redirect URI that the application did not register."""
    text = (
        f"The redirect URI '{sent}' specified in the request does not match the redirect URIs "
        f"configured for the application '{client_id}'."
    )
    return TokenRefused("invalid_request", 50011, text)
