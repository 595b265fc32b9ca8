import jwt
from jwt import PyJWKSet

from simulation.channel.signing import ISSUER, SigningKeys
from tests.simulation.channel.teams import HOST, Teams


def keys() -> SigningKeys:
    names = iter(("first", "second", "third"))
    return SigningKeys(lambda: next(names), now=lambda: 1_000_000.0)


def test_a_token_names_the_bot_the_issuer_and_the_service_url() -> None:
    signing = keys()
    token = signing.token(audience="bot", service_url="https://teams.test/")
    key = PyJWKSet.from_dict(signing.jwks())["first"]
    claims = jwt.decode(
        token, key.key, ["RS256"], audience="bot", issuer=ISSUER, options={"verify_exp": False}
    )
    assert claims["serviceurl"] == "https://teams.test/"
    assert claims["nbf"] < 1_000_000 < claims["exp"] == 1_003_600


def test_every_key_is_endorsed_for_teams() -> None:
    assert all("msteams" in key["endorsements"] for key in keys().jwks()["keys"])


def test_no_private_part_of_a_key_is_published() -> None:
    assert not {"d", "p", "q"} & set(keys().jwks()["keys"][0])


def test_after_a_roll_over_the_previous_key_is_still_published() -> None:
    signing = keys()
    signing.roll_over()
    token = signing.token(audience="bot", service_url="https://teams.test/")
    assert jwt.get_unverified_header(token)["kid"] == "second"
    signing.roll_over()
    assert [key["kid"] for key in signing.jwks()["keys"]] == ["third", "second"]


async def test_the_metadata_names_the_address_of_the_keys(teams: Teams) -> None:
    metadata = await teams.connector.get("/v1/.well-known/openidconfiguration")
    found = await metadata.json()
    assert found["issuer"] == ISSUER
    keys = await teams.connector.get(found["jwks_uri"].removeprefix(HOST))
    assert await keys.json() == teams.channel.keys.jwks()
