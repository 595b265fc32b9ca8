"""Tokens: who gets one, what is in it, and who is turned away with which number."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import jwt
import pytest

from simulation.clock import utc_now
from simulation.entra import InvalidToken
from simulation.entra.certificates import thumbprints, write_certificate
from simulation.entra.registrations import GRAPH
from simulation.web import Response
from tests.simulation.world import World, said

TENANT = "https://login.test/contoso.onmicrosoft.com"
GRAPH_SCOPE = "https://graph.test/.default"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


async def ask(world: World, **form: str) -> Response:
    whole = {
        "grant_type": "client_credentials",
        "client_id": world.reader.client_id,
        "scope": GRAPH_SCOPE,
    } | form
    body = urlencode({name: value for name, value in whole.items() if value}).encode()
    return await world.call("POST", f"{TENANT}/oauth2/v2.0/token", body=body)


def assertion(world: World, **changes: Any) -> str:
    now = int(utc_now().timestamp())
    claims = {
        "aud": f"https://login.test/{world.parts.tenant.id}/oauth2/v2.0/token",
        "iss": world.reader.client_id,
        "sub": world.reader.client_id,
        "nbf": now,
        "exp": now + 600,
        "jti": "1",
    } | changes
    pem = Path(str(world.reader.certificate_file)).read_text()
    _, sha256 = thumbprints(world.reader.certificates[0])
    return jwt.encode(claims, pem, "PS256", {"x5t#S256": sha256})


async def refusal(world: World, **form: str) -> tuple[int, str, int]:
    answer = await ask(world, **form)
    error = said(answer)
    assert error["error_description"].startswith(f"AADSTS{error['error_codes'][0]}: ")
    return answer.status, error["error"], error["error_codes"][0]


async def test_a_token_obtained_with_a_secret_says_so(world: World) -> None:
    answer = await ask(world, client_secret=world.reader.secret)
    token = said(answer)
    claims = world.parts.entra.verify(token["access_token"], "https://graph.test")
    assert token["token_type"] == "Bearer"
    assert token["expires_in"] == 3600
    assert claims["appid"] == world.reader.client_id
    assert claims["appidacr"] == "1"
    assert claims["tid"] == world.parts.tenant.id
    assert claims["iss"] == f"https://sts.windows.net/{world.parts.tenant.id}/"
    assert claims["roles"] == sorted(world.reader.roles[GRAPH])


async def test_a_token_obtained_with_an_assertion_says_so(world: World) -> None:
    form = {"client_assertion": assertion(world), "client_assertion_type": ASSERTION}
    claims = world.parts.entra.verify(
        said(await ask(world, **form))["access_token"], "https://graph.test"
    )
    assert claims["appidacr"] == "2"


async def test_the_keys_verify_the_tokens_that_are_issued(world: World) -> None:
    keys = said(await world.call("GET", f"{TENANT}/discovery/v2.0/keys"))["keys"]
    token = said(await ask(world, client_secret=world.reader.secret))["access_token"]
    named = next(key for key in keys if key["kid"] == jwt.get_unverified_header(token)["kid"])
    claims = jwt.decode(token, jwt.PyJWK(named), ["RS256"], audience="https://graph.test")
    assert claims["ver"] == "1.0"


async def test_the_metadata_name_addresses_of_this_host(world: World) -> None:
    url = f"{TENANT}/v2.0/.well-known/openid-configuration"
    metadata = said(await world.call("GET", url))
    base = f"https://login.test/{world.parts.tenant.id}"
    assert metadata["issuer"] == f"{base}/v2.0"
    assert metadata["token_endpoint"] == f"{base}/oauth2/v2.0/token"
    assert metadata["jwks_uri"] == f"{base}/discovery/v2.0/keys"


async def test_each_sharepoint_host_is_an_audience_of_its_own(world: World) -> None:
    answer = await ask(world, client_secret=world.reader.secret, scope="https://my.test/.default")
    token = said(answer)["access_token"]
    assert world.parts.entra.verify(token, "https://my.test")["roles"]
    with pytest.raises(InvalidToken):
        world.parts.entra.verify(token, "https://admin.test")


async def test_a_token_for_the_connector_is_for_its_name_only(world: World) -> None:
    bot = world.parts.apps.bot
    answer = await ask(
        world,
        client_id=bot.client_id,
        client_secret=bot.secret,
        scope="https://api.botframework.com/.default",
    )
    token = said(answer)["access_token"]
    claims = world.parts.entra.verify(token, "https://api.botframework.com")
    assert claims["appid"] == bot.client_id
    assert "roles" not in claims


async def test_our_own_api_gets_tokens_of_version_2(world: World) -> None:
    audience = f"api://botid-{world.parts.apps.bot.client_id}"
    form = {"client_secret": world.reader.secret, "scope": f"{audience}/.default"}
    token = said(await ask(world, **form))["access_token"]
    claims = world.parts.entra.verify(token, world.parts.apps.bot.client_id)
    assert claims["ver"] == "2.0"
    assert claims["iss"] == f"https://login.test/{world.parts.tenant.id}/v2.0"
    assert (claims["azp"], claims["azpacr"]) == (world.reader.client_id, "1")


async def test_a_wrong_secret_is_7000215(world: World) -> None:
    assert await refusal(world, client_secret="wrong") == (401, "invalid_client", 7000215)


async def test_an_unknown_application_is_700016(world: World) -> None:
    form = {"client_id": world.parts.tenant.id, "client_secret": "any"}
    assert await refusal(world, **form) == (400, "unauthorized_client", 700016)


async def test_no_credential_at_all_is_7000216(world: World) -> None:
    assert await refusal(world) == (401, "invalid_client", 7000216)


async def test_an_unknown_resource_is_500011(world: World) -> None:
    form = {"client_secret": world.reader.secret, "scope": "https://elsewhere.test/.default"}
    assert await refusal(world, **form) == (400, "invalid_resource", 500011)


@pytest.mark.parametrize("scope", ["https://graph.test/User.Read.All", "openid"])
async def test_a_scope_that_is_not_default_is_invalid(world: World, scope: str) -> None:
    form = {"client_secret": world.reader.secret, "scope": scope}
    assert await refusal(world, **form) == (400, "invalid_scope", 1002012)


async def test_other_grant_types_are_not_offered(world: World) -> None:
    form = {"grant_type": "password", "client_secret": world.reader.secret}
    assert await refusal(world, **form) == (400, "unsupported_grant_type", 70003)


async def test_a_missing_parameter_is_named(world: World) -> None:
    answer = await ask(world, client_secret=world.reader.secret, scope="")
    assert "'scope'" in said(answer)["error_description"]
    assert said(answer)["error_codes"] == [900144]


async def test_another_directory_is_not_found(world: World) -> None:
    url = "https://login.test/fabrikam.onmicrosoft.com/v2.0/.well-known/openid-configuration"
    answer = await world.call("GET", url)
    assert answer.status == 400
    assert said(answer)["error_codes"] == [90002]


@pytest.mark.parametrize(
    ("changes", "number"),
    [
        ({"aud": "https://elsewhere.test"}, 700023),
        ({"exp": 1_000_000}, 700024),
        ({"nbf": 4_000_000_000}, 700024),
        ({"iss": "somebody else"}, 700021),
        ({"sub": "somebody else"}, 700021),
    ],
)
async def test_an_assertion_with_a_wrong_claim_is_refused(
    world: World, changes: dict[str, Any], number: int
) -> None:
    form = {"client_assertion": assertion(world, **changes), "client_assertion_type": ASSERTION}
    assert await refusal(world, **form) == (401, "invalid_client", number)


async def test_an_assertion_signed_by_an_unregistered_certificate_is_700027(
    world: World, tmp_path: Path
) -> None:
    certificate = write_certificate("stranger", tmp_path / "stranger.pem")
    x5t, _ = thumbprints(certificate)
    forged = jwt.encode({}, (tmp_path / "stranger.pem").read_text(), "RS256", {"x5t": x5t})
    form = {"client_assertion": forged, "client_assertion_type": ASSERTION}
    assert await refusal(world, **form) == (401, "invalid_client", 700027)


async def test_an_assertion_that_only_names_the_certificate_is_50013(
    world: World, tmp_path: Path
) -> None:
    write_certificate("stranger", tmp_path / "stranger.pem")
    x5t, _ = thumbprints(world.reader.certificates[0])
    forged = jwt.encode({}, (tmp_path / "stranger.pem").read_text(), "RS256", {"x5t": x5t})
    form = {"client_assertion": forged, "client_assertion_type": ASSERTION}
    assert await refusal(world, **form) == (401, "invalid_client", 50013)


async def test_an_assertion_that_is_no_token_is_50027(world: World) -> None:
    form = {"client_assertion": "nonsense", "client_assertion_type": ASSERTION}
    assert await refusal(world, **form) == (401, "invalid_client", 50027)


async def test_an_expired_token_is_refused_by_graph(world: World) -> None:
    world.parts.entra.lifetime = timedelta(seconds=-1)
    answer = await world.graph("GET", "/v1.0/users")
    assert answer.status == 401
    assert said(answer)["error"]["code"] == "InvalidAuthenticationToken"
    assert "expired" in said(answer)["error"]["message"]
    assert answer.headers["WWW-Authenticate"].startswith("Bearer ")


async def test_a_token_that_another_key_signed_is_refused(world: World, tmp_path: Path) -> None:
    write_certificate("stranger", tmp_path / "stranger.pem")
    token = world.token(world.reader, "https://graph.test")
    claims = jwt.decode(token, options={"verify_signature": False})
    forged = jwt.encode(claims, (tmp_path / "stranger.pem").read_text(), "RS256")
    answer = await world.graph("GET", "/v1.0/users", token=forged)
    assert answer.status == 401


async def test_an_unsigned_token_is_refused(world: World) -> None:
    token = world.token(world.reader, "https://graph.test")
    claims = jwt.decode(token, options={"verify_signature": False})
    answer = await world.graph("GET", "/v1.0/users", token=jwt.encode(claims, "", "none"))
    assert answer.status == 401


async def test_a_revoked_role_stays_in_issued_tokens(world: World) -> None:
    before = world.token(world.reader, "https://graph.test")
    world.reader.revoke(GRAPH, "User.Read.All")
    assert (await world.graph("GET", "/v1.0/users", token=before)).status == 200
    after = await world.graph("GET", "/v1.0/users")
    assert after.status == 403
    assert said(after)["error"]["code"] == "Authorization_RequestDenied"


def test_private_keys_are_for_their_owner_only(world: World) -> None:
    assert Path(str(world.reader.certificate_file)).stat().st_mode & 0o777 == 0o600
    assert json.dumps(world.parts.entra.key.jwk()).count('"d"') == 0
