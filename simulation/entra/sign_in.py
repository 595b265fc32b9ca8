"""The sign-in page for browsers: people pick an account, and there are no passwords."""

from html import escape
from urllib.parse import urlencode

from simulation.entra.directory import Entra
from simulation.entra.errors import unknown_resource
from simulation.entra.registrations import SHAREPOINT_APP_ID
from simulation.tenant import Tenant
from simulation.tenant.person import Person
from simulation.web import Response

RETURN_PATH = "/_forms/default.aspx"
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Sign in</title>
<style>body{{font:16px system-ui;margin:3em auto;max-width:28em}}li{{margin:.5em 0}}</style>
<h1>Pick an account</h1><ul>{people}</ul></html>"""


def sign_in_page(entra: Entra, tenant: Tenant, options: dict[str, str]) -> Response:
    """Build a page with a link for each account, back to the host and with a token for it.

    Raises TokenRefused.
    """
    host = options.get("resource", "")
    if entra.resource(host) is None:
        raise unknown_resource(host, entra.tenant_id)
    able = tenant.who_may_sign_in()
    people = "".join(_link(entra, person, host, options.get("state", "/")) for person in able)
    body = PAGE.format(people=people).encode()
    return Response(200, body, {"Content-Type": "text/html;charset=utf-8"})


def _link(entra: Entra, person: Person, host: str, state: str) -> str:
    token = entra.person_token(SHAREPOINT_APP_ID, person.id, host, "user_impersonation")
    address = f"{host}{RETURN_PATH}?{urlencode({'token': token, 'state': state})}"
    return f'<li><a href="{escape(address)}">{escape(person.display_name)}</a></li>'
