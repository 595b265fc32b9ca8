"""The authorize endpoint: people sign in to an application, and consent or decline."""

from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode, urlsplit

from simulation.entra.codes import Grant
from simulation.entra.consents import Scope
from simulation.entra.directory import Entra
from simulation.entra.errors import (
    TokenRefused,
    missing_parameter,
    unknown_application,
    unregistered_redirect,
)
from simulation.entra.registrations import Registration
from simulation.entra.scopes import parse_scopes, scopes_to_consent
from simulation.tenant import Tenant
from simulation.tenant.person import Person
from simulation.web import Response

STYLE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width">
<style>body{{font:16px system-ui;margin:3em auto;padding:0 1em;max-width:28em}}
li{{margin:.5em 0}}button{{font:inherit;padding:.5em 1.5em;margin:.5em .5em 0 0}}</style>
<h1>{title}</h1>{content}</html>"""
Options = dict[str, str]


@dataclass(frozen=True)
class Authorize:
    """One request of a browser; its `options` are carried from page to page."""

    entra: Entra
    tenant: Tenant
    options: Options

    def answer(self, decision: str = "") -> Response:
        """Return the next page, or a redirect to the application. Raises TokenRefused."""
        application = self._application()
        if self.options.get("response_type") != "code":
            return self._redirect(error="unsupported_response_type")
        if self.options.get("code_challenge") and self._challenge_method() != "S256":
            return self._redirect(error="invalid_request")
        person = self.tenant.people.get(self.options.get("as", ""))
        if person is None:
            return self._account_page()
        return self._decide(application, person, decision)

    def _decide(self, application: Registration, person: Person, decision: str) -> Response:
        missing = self._missing(application, person)
        if decision == "decline":
            return self._redirect_declined()
        if missing and not all(self.entra.consents.may_give(scope) for scope in missing):
            return self._approval_page(application)
        if decision == "accept":
            self.entra.consents.give(application.client_id, missing, person.id)
        elif missing or self.options.get("prompt") == "consent":
            return self._consent_page(application, person, missing)
        return self._redirect(code=self._code(application, person))

    def _application(self) -> Registration:
        for name in ("client_id", "redirect_uri", "scope"):
            if not self.options.get(name):
                raise missing_parameter(name)
        client_id, redirect = self.options["client_id"], self.options["redirect_uri"]
        application = self.entra.applications.get(client_id)
        if application is None:
            raise unknown_application(client_id, self.entra.tenant_id)
        if redirect not in application.redirect_uris:
            raise unregistered_redirect(redirect, client_id)
        return application

    def _missing(self, application: Registration, person: Person) -> set[Scope]:
        asked = scopes_to_consent(parse_scopes(self.entra, self.options["scope"]), application)
        return asked - self.entra.consents.scopes(application.client_id, person.id)

    def _challenge_method(self) -> str:
        return self.options.get("code_challenge_method", "plain")

    def _code(self, application: Registration, person: Person) -> str:
        return self.entra.grants.new_code(
            Grant(
                application.client_id,
                person.id,
                self.entra.now(),
                self.options["redirect_uri"],
                self.options.get("code_challenge", ""),
                self.options.get("nonce", ""),
            )
        )

    def _account_page(self) -> Response:
        if self.options.get("prompt") == "none":
            return self._redirect(error="login_required")
        hint = self.options.get("login_hint", "").lower()
        able = self.tenant.who_may_sign_in()
        first = sorted(able, key=lambda person: person.upn.lower() != hint)
        links = "".join(f"<li>{self._link(person)}</li>" for person in first)
        return _page("Pick an account", f"<ul>{links}</ul>")

    def _link(self, person: Person) -> str:
        query = urlencode(self.options | {"as": person.id})
        return f'<a href="?{escape(query)}">{escape(person.display_name)}</a>'

    def _consent_page(
        self, application: Registration, person: Person, missing: set[Scope]
    ) -> Response:
        rights = "".join(f"<li>{escape(': '.join(scope))}</li>" for scope in sorted(missing))
        return _page(
            "Permissions requested",
            f"<p>{escape(person.upn)}</p><p>{escape(application.name)} would like to:</p>"
            f"<ul>{rights}</ul>{self._form(accept='Accept', decline='Cancel')}",
        )

    def _approval_page(self, application: Registration) -> Response:
        back = self._form(decline="Return to the application without granting consent")
        text = f"<p>{escape(application.name)} needs permission that only an admin can grant.</p>"
        return _page("Need admin approval", text + back)

    def _form(self, **buttons: str) -> str:
        hidden = "".join(
            f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
            for name, value in self.options.items()
        )
        shown = "".join(
            f'<button name="decision" value="{value}">{escape(words)}</button>'
            for value, words in buttons.items()
        )
        return f'<form method="post">{hidden}{shown}</form>'

    def _redirect_declined(self) -> Response:
        text = "AADSTS65004: User declined to consent to access the app."
        return self._redirect(error="access_denied", error_description=text, error_subcode="cancel")

    def _redirect(self, **parameters: str) -> Response:
        state = {"state": self.options["state"]} if "state" in self.options else {}
        redirect = self.options["redirect_uri"]
        separator = "&" if urlsplit(redirect).query else "?"
        location = f"{redirect}{separator}{urlencode(parameters | state)}"
        return Response(302, headers={"Location": location, "Cache-Control": "no-store"})


def refusal_page(refused: TokenRefused) -> Response:
    """Build the page for a request that can't be redirected to an application."""
    text = f"<p>AADSTS{refused.number}: {escape(refused.description)}</p>"
    return _page("Sign in", f"<p>Sorry, but we're having trouble signing you in.</p>{text}", 400)


def _page(title: str, content: str, status: int = 200) -> Response:
    body = STYLE.format(title=title, content=content).encode()
    return Response(status, body, {"Content-Type": "text/html;charset=utf-8"})
