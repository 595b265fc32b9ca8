"""OpenID metadata and keys, by which tokens are told from forged ones."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.config.settings import Settings
from bot.doctor.fetch import FAILURES, fetch, host_of, trouble
from bot.doctor.finding import Area, Finding, fine, problem, warning
from bot.http.body import parse_answer
from bot.http.hosts import is_allowed
from bot.http.jwks import signing_keys
from bot.parts import expected_of_people, tenant_metadata

MOST_BYTES = 1 << 20
METADATA = "OpenID metadata"
KEYS = "signing keys"


@dataclass(frozen=True)
class Signer:
    """Whose tokens are accepted; `channel` must be among the endorsements of their keys."""

    area: Area
    metadata: str
    issuer: str
    correct: str
    channel: str | None = None


def signer_of_teams(settings: Settings) -> Signer:
    """The Bot Framework, by whose tokens Teams proves that it is Teams."""
    cloud = settings.cloud
    return Signer(
        Area.TEAMS,
        settings.openid_metadata or cloud.openid_metadata,
        settings.issuer or cloud.issuer,
        "correct or unset PHOTOBOT_OPENID_METADATA and PHOTOBOT_ISSUER, or correct PHOTOBOT_CLOUD",
        channel="msteams",
    )


def signer_of_people(settings: Settings) -> Signer:
    """The tenant, by whose tokens people prove who they are."""
    expected = expected_of_people(settings).issuer
    correct = "correct PHOTOBOT_LOGIN or MicrosoftAppTenantId"
    return Signer(Area.OWN_RIGHTS, tenant_metadata(settings), expected, correct)


class Unusable(Exception):
    """A host did not give a JSON document."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


async def metadata_findings(session: aiohttp.ClientSession, signer: Signer) -> Iterable[Finding]:
    """Fetch the metadata and the keys as the bot does, and judge them."""
    try:
        metadata = await _document(session, signer.metadata, signer)
    except Unusable as unusable:
        return [problem(signer.area, METADATA, unusable.what, unusable.remedy)]
    keys_at = metadata.get("jwks_uri") if isinstance(metadata, dict) else None
    host = urlsplit(signer.metadata).hostname or ""
    if not isinstance(keys_at, str) or not is_allowed(keys_at, (host,)):
        what = "names no address of keys at its own host"
        return [problem(signer.area, METADATA, what, signer.correct)]
    return [_issuer(metadata.get("issuer"), signer), await _keys(session, keys_at, signer)]


def _issuer(named: Any, signer: Signer) -> Finding:
    if named in (None, signer.issuer):
        return fine(signer.area, METADATA, "read")
    return warning(signer.area, METADATA, "names another issuer than is accepted", signer.correct)


async def _keys(session: aiohttp.ClientSession, address: str, signer: Signer) -> Finding:
    try:
        keys = signing_keys(await _document(session, address, signer))
    except Unusable as unusable:
        return problem(signer.area, KEYS, unusable.what, unusable.remedy)
    good = [key for key in keys.values() if signer.channel in {None, *key.endorsements}]
    if not good:
        return problem(signer.area, KEYS, "none is good for these tokens", signer.correct)
    return fine(signer.area, KEYS, f"{len(good)} read")


async def _document(session: aiohttp.ClientSession, address: str, signer: Signer) -> Any:
    try:
        fetched = await fetch(session, address, MOST_BYTES)
    except FAILURES as error:
        found = trouble(error, host_of(address))
        raise Unusable(found.what, found.remedy) from None
    if not fetched.whole:
        raise Unusable(f"answers more than {MOST_BYTES} bytes", signer.correct)
    if fetched.status != 200:
        raise Unusable(f"answers with status {fetched.status}", signer.correct)
    document = parse_answer(fetched.body)
    if document is None:
        raise Unusable("answers no JSON", signer.correct)
    return document
