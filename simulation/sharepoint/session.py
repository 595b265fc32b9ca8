"""Sessions of people in a browser: sign-in, a cookie, and a page with their own picture."""

from html import escape
from http.cookies import SimpleCookie
from urllib.parse import quote, urlencode

from simulation.sharepoint.layouts import USER_PHOTO
from simulation.sharepoint.request import SharePointRequest
from simulation.web import Call, Response

COOKIE = "FedAuth"
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>SharePoint</title>
<style>body{{font:16px system-ui;margin:3em auto;max-width:28em;text-align:center}}
img{{border-radius:50%}}</style>
<img src="{picture}" width="200" height="200" alt="Your picture in SharePoint">
<h1>{name}</h1></html>"""


def session_token(call: Call) -> str:
    """Return the token in the cookie, or an empty string."""
    cookie = SimpleCookie(call.header("cookie")).get(COOKIE)
    return cookie.value if cookie else ""


def send_to_sign_in(authority: str, call: Call) -> Response:
    """Redirect to the sign-in page, from where people come back to this page."""
    page = f"{call.path}?{call.query}" if call.query else call.path
    query = urlencode({"resource": call.host, "state": page})
    return Response(302, headers={"Location": f"{authority}/oauth2/authorize?{query}"})


def start_session(call: Call) -> Response:
    """Set the cookie, and redirect to the page that was asked for."""
    page = call.options.get("state", "/")
    # Only pages of this host: `//host` and `/\host` lead to others.
    page = page if page.startswith("/") and not page.startswith(("//", "/\\")) else "/"
    cookie = f"{COOKIE}={call.options.get('token', '')}; Path=/; Secure; HttpOnly; SameSite=Lax"
    return Response(302, headers={"Location": page, "Set-Cookie": cookie})


def home_page(request: SharePointRequest) -> Response:
    """Build a page that shows people their own large picture."""
    person = request.person
    name = person.display_name if person else ""
    account = quote(person.upn, safe="") if person else ""
    picture = f"{USER_PHOTO}?size=L&accountname={account}"
    body = PAGE.format(picture=escape(picture), name=escape(name)).encode()
    return Response(200, body, {"Content-Type": "text/html;charset=utf-8"})
