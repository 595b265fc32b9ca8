"""Authorization codes and refresh tokens, which applications redeem for a person's tokens."""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from simulation.entra.errors import TokenRefused, bad_grant

CODE_LIFETIME = timedelta(minutes=10)


@dataclass(frozen=True)
class Grant:
    """What a code or refresh token stands for; `challenge` is PKCE's, with S256."""

    client_id: str
    person_id: str
    issued: datetime
    redirect_uri: str = ""
    challenge: str = ""
    nonce: str = ""


@dataclass
class Grants:
    """The issued codes, each good once, and refresh tokens, good many times."""

    codes: dict[str, Grant] = field(default_factory=dict)
    refresh_tokens: dict[str, Grant] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def new_code(self, grant: Grant) -> str:
        """Issue a code that is good for ten minutes."""
        code = f"0.A{token_urlsafe(48)}"
        self.codes[code] = grant
        return code

    def new_refresh_token(self, grant: Grant) -> str:
        """Issue a refresh token; it does not expire."""
        token = f"1.A{token_urlsafe(48)}"
        self.refresh_tokens[token] = grant
        return token

    def redeem(self, code: str, form: dict[str, str], now: datetime) -> Grant:
        """Use up a code and return its grant. Raises TokenRefused."""
        if code in self.used:
            raise bad_grant(
                54005,
                "OAuth2 Authorization code was already redeemed, please retry with a new "
                "valid code or use an existing refresh token.",
            )
        grant = self.codes.pop(code, None)
        if grant is None or grant.client_id != form["client_id"]:
            raise bad_grant(9002313, "Invalid request. Request is malformed or invalid.")
        # Used up even if the rest of the form is wrong, so that nobody can guess at it.
        self.used.add(code)
        _check(grant, form, now)
        return grant

    def refresh(self, token: str, client_id: str) -> Grant:
        """Return the grant of a refresh token. Raises TokenRefused."""
        grant = self.refresh_tokens.get(token)
        if grant is None or grant.client_id != client_id:
            raise bad_grant(9002313, "Invalid request. Request is malformed or invalid.")
        return grant


def _check(grant: Grant, form: dict[str, str], now: datetime) -> None:
    if now - grant.issued > CODE_LIFETIME:
        raise bad_grant(70008, "The provided authorization code has expired.")
    sent = form.get("redirect_uri", "")
    if sent != grant.redirect_uri:
        text = (
            f"The reply address '{sent}' does not match the reply address "
            f"'{grant.redirect_uri}' provided when requesting Authorization code."
        )
        raise TokenRefused("invalid_client", 500112, text)
    _check_challenge(grant.challenge, form.get("code_verifier", ""))


def _check_challenge(challenge: str, verifier: str) -> None:
    digest = urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")
    if not challenge and not verifier:
        return
    if not hmac.compare_digest(challenge, digest):
        text = "The Code_Verifier does not match the code_challenge supplied in the authorization "
        raise bad_grant(501481, text + "request.")
