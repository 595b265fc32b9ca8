"""A person in a browser and the application that they sign in to."""

import re
from base64 import urlsafe_b64encode
from hashlib import sha256
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from simulation.web import Response
from tests.simulation.world import World, said

TENANT = "https://login.test/contoso.onmicrosoft.com"
AUTHORIZE = f"{TENANT}/oauth2/v2.0/authorize"
TOKEN = f"{TENANT}/oauth2/v2.0/token"
REDIRECT = "https://bot.test/auth/end"
VERIFIER = "a-verifier-of-at-least-forty-three-characters-0123456789"
CHALLENGE = urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
OWN_PHOTO = "https://graph.test/User.ReadWrite"
LINK = re.compile(r'<a href="\?([^"]+)">([^<]+)</a>')
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


def teams_token(world: World, person_id: str) -> str:
    """The token that Teams sends to the bot."""
    aud = f"api://botid-{world.parts.apps.bot.client_id}"
    return world.parts.entra.person_token("teams", person_id, aud, "access_as_user")


async def post_form(world: World, url: str, form: dict[str, str]) -> Response:
    return await world.call("POST", url, body=urlencode(form).encode())


async def redeem(world: World, **form: str) -> Response:
    """Ask for a token as the bot."""
    bot = world.parts.apps.bot
    whole = {"client_id": bot.client_id, "client_secret": bot.secret, "scope": OWN_PHOTO} | form
    return await post_form(world, TOKEN, whole)


async def on_behalf(world: World, assertion: str, **form: str) -> Response:
    whole = {
        "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
        "requested_token_use": "on_behalf_of",
        "assertion": assertion,
    }
    return await redeem(world, **whole | form)


async def start(world: World, **options: str) -> Response:
    """Where the bot sends the browser; an option that is empty is left out."""
    bot = world.parts.apps.bot
    bot.redirect_uris[:] = [REDIRECT]
    whole = {
        "client_id": bot.client_id,
        "redirect_uri": REDIRECT,
        "response_type": "code",
        "scope": OWN_PHOTO,
        "state": "s1",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    } | options
    query = urlencode({name: value for name, value in whole.items() if value})
    return await world.call("GET", f"{AUTHORIZE}?{query}")


async def pick(world: World, page: Response, name: str) -> Response:
    """Pick an account."""
    links = {shown: unescape(query) for query, shown in LINK.findall(page.body.decode())}
    return await world.call("GET", f"{AUTHORIZE}?{links[name]}")


async def decide(world: World, page: Response, decision: str) -> Response:
    """Press a button of the consent page."""
    hidden = {name: unescape(value) for name, value in HIDDEN.findall(page.body.decode())}
    assert f'value="{decision}"' in page.body.decode()
    return await post_form(world, AUTHORIZE, hidden | {"decision": decision})


def returned(answer: Response) -> dict[str, str]:
    """The parameters of the redirect to the application."""
    assert answer.status == 302, answer.body
    assert answer.headers["Location"].startswith(REDIRECT)
    return dict(parse_qsl(urlsplit(answer.headers["Location"]).query))


def refusal(answer: Response) -> tuple[str, int]:
    """The error and its AADSTS number."""
    error: dict[str, Any] = said(answer)
    return error["error"], error["error_codes"][0]
