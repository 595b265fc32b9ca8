"""What Teams gets for the person who uses it, or why it gets nothing."""

from dataclasses import replace

from simulation.channel.ports import NoToken
from simulation.entra.teams_tokens import SCOPE, TeamsTokens
from tests.simulation.world import AMARA, World


def asked(world: World, uri: str = "") -> str | NoToken:
    """For Amara."""
    own = f"api://botid-{world.parts.apps.bot.client_id}"
    return TeamsTokens(world.parts.entra, world.parts.tenant).token(AMARA, uri or own)


def refused(world: World, uri: str = "") -> str:
    answer = asked(world, uri)
    assert isinstance(answer, NoToken)
    return answer.code


def test_a_token_is_for_the_bot_and_about_the_person(world: World) -> None:
    token = asked(world)
    assert isinstance(token, str)
    bot = world.parts.apps.bot.client_id
    claims = world.parts.entra.verify(token, bot)
    assert (claims["oid"], claims["scp"], claims["aud"]) == (AMARA, SCOPE, bot)


def test_an_api_that_does_not_trust_teams_needs_a_consent(world: World) -> None:
    bot = world.parts.apps.bot
    bot.trusts_teams = False
    assert refused(world) == "userconsentrequired"
    world.parts.entra.consents.give(bot.client_id, [("bot", SCOPE)], AMARA)
    assert isinstance(asked(world), str)


def test_there_is_no_token_for_an_api_of_no_bot(world: World) -> None:
    for uri in ("api://somebody-elses", "https://graph.test"):
        assert refused(world, uri) == "resourcematchfailed"


def test_a_blocked_account_gets_none(world: World) -> None:
    world.parts.tenant.people[AMARA] = replace(world.person(AMARA), account_enabled=False)
    assert refused(world) == "tokenmissing"


def test_a_policy_may_require_interaction(world: World) -> None:
    world.parts.entra.to_interact = {AMARA}
    assert refused(world) == "interactionrequired"
