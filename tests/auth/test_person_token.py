"""A person's token is taken only when everything about it is right."""

from typing import Any

import pytest

from bot.auth.person_token import PersonToken, verify_person
from bot.http.problem import Refusal
from tests.http.issuer import APP_ID, NOW, Key
from tests.teams.channel import ALICE
from tests.teams.people import EXPECTED, RESOURCE, person_token, signing_key

BOB = "33333333-3333-4333-8333-333333333302"
OTHER = "99999999-9999-4999-8999-999999999999"


def verified(token: str, key: Key, person_id: str = ALICE) -> PersonToken:
    return verify_person(token, signing_key(key), EXPECTED, person_id=person_id, now=NOW)


@pytest.mark.parametrize("audience", [APP_ID, RESOURCE])
def test_a_persons_own_token_for_the_app_is_accepted_until_it_expires(
    key: Key, audience: str
) -> None:
    token = verified(person_token(key, aud=audience), key)
    assert (token.person_id, token.expires_at) == (ALICE, NOW + 3600)
    assert token.value not in repr(token)


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("wrong_audience", {"aud": OTHER}),
        ("wrong_audience", {"aud": f"api://botid-{OTHER}"}),
        ("wrong_audience", {"aud": [APP_ID, OTHER]}),
        ("wrong_audience", {"aud": "https://graph.microsoft.com"}),
        ("wrong_tenant", {"tid": OTHER}),
        ("wrong_issuer", {"iss": f"https://login.microsoftonline.com/{OTHER}/v2.0"}),
        ("wrong_issuer", {"iss": f"https://sts.windows.net/{EXPECTED.tenant_id}/"}),
        ("token_expired", {"exp": NOW - 301}),
        ("token_not_yet_valid", {"nbf": NOW + 301}),
        ("wrong_scope", {"scp": "User.Read"}),
        ("wrong_scope", {"scp": None, "roles": ["access_as_user"]}),
        ("wrong_scope", {"scp": "not_access_as_user"}),
        ("somebody_elses_token", {"oid": BOB}),
        ("missing_claim", {"oid": None}),
        ("missing_claim", {"exp": None}),
        ("missing_claim", {"tid": None}),
        ("malformed_token", {"exp": "soon"}),
    ],
)
def test_any_other_token_is_refused(key: Key, code: str, changes: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refused:
        verified(person_token(key, **changes), key)
    assert refused.value.code == code


def test_a_token_that_somebody_else_signed_is_refused(key: Key, other_key: Key) -> None:
    with pytest.raises(Refusal, match="bad_signature"):
        verified(person_token(other_key), key)


def test_a_sender_without_an_object_id_has_no_token(key: Key) -> None:
    with pytest.raises(Refusal, match="somebody_elses_token"):
        verified(person_token(key, oid=""), key, person_id="")
