import pytest

from bot.nudges.policy import Audience, Manner, Policy
from bot.use_cases.authorizer import (
    COMMAND,
    POLICY,
    Act,
    Actor,
    ActorKind,
    Authorizer,
    NotAuthorized,
    RefusalReason,
)
from tests.helpdesk.fakes import AMARA as AN_AGENT
from tests.helpdesk.fakes import BEN, OSKAR, FakeMemberships, agents_of

AMARA = Actor.person("0f8fad5b-d9cb-469f-a165-70867728950e")
AGENT = Actor(ActorKind.AGENT, "0f8fad5b-d9cb-469f-a165-70867728950e")


@pytest.mark.parametrize("act", Act)
async def test_people_may_do_everything_about_their_own_photo(act: Act) -> None:
    assert await Authorizer().may(AMARA, act, "0f8fad5b-d9cb-469f-a165-70867728950e")
    assert await Authorizer().may(AMARA, act, "0F8FAD5B-D9CB-469F-A165-70867728950E")


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("subject", ["7c9e6679-7425-40de-944b-e07fc1f90ae7", ""])
async def test_nobody_may_do_anything_about_somebody_elses(act: Act, subject: str) -> None:
    assert not await Authorizer().may(AMARA, act, subject)
    with pytest.raises(NotAuthorized):
        await Authorizer().require(AMARA, act, subject)


@pytest.mark.parametrize("act", Act)
async def test_a_command_may_do_everything_about_everybody(act: Act) -> None:
    assert await Authorizer().may(COMMAND, act, "anybody")
    await Authorizer().require(COMMAND, act, "anybody")


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("actor", [AGENT, POLICY])
async def test_agents_and_a_policy_that_is_off_may_do_nothing(actor: Actor, act: Act) -> None:
    assert not await Authorizer().may(actor, act, str(AMARA.id))
    with pytest.raises(NotAuthorized):
        await Authorizer().require(actor, act, str(AMARA.id))


@pytest.mark.parametrize(
    ("audience", "manner", "acts"),
    [
        (Audience.OFF, Manner.SYNC_QUIETLY, set()),
        (Audience.SHADOW, Manner.SYNC_AND_TELL, {Act.CHECK}),
        (Audience.SHADOW, Manner.SYNC_QUIETLY, {Act.CHECK}),
        (Audience.ON, Manner.ASK, {Act.CHECK}),
        (Audience.PILOT, Manner.SYNC_AND_TELL, {Act.CHECK, Act.SYNC}),
        (Audience.ON, Manner.SYNC_QUIETLY, {Act.CHECK, Act.SYNC}),
    ],
)
async def test_the_policy_checks_where_it_is_on_and_syncs_only_where_it_says_so(
    audience: Audience, manner: Manner, acts: set[Act]
) -> None:
    authorizer = Authorizer(Policy(audience, manner).acts)
    assert {act for act in Act if await authorizer.may(POLICY, act, "anybody")} == acts


@pytest.mark.parametrize("actor", [AMARA, AGENT, POLICY, COMMAND])
def test_an_actor_is_parsed_from_its_own_text(actor: Actor) -> None:
    assert Actor.parse(str(actor)) == actor


def test_the_text_of_an_actor_names_its_kind_and_its_id() -> None:
    assert str(Actor.person("ada")) == "person:ada"
    assert str(COMMAND) == "command"


@pytest.mark.parametrize(
    "text", ["", "person", "person:", "agent", "command:ada", "ada", "Person:a"]
)
def test_a_text_that_names_no_actor_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the message is Python's own
        Actor.parse(text)


def test_an_empty_id_is_not_a_person() -> None:
    with pytest.raises(ValueError, match="person"):
        Actor.person("")


def test_a_refusal_names_no_id() -> None:
    refused = NotAuthorized(AGENT, Act.SYNC, RefusalReason.EXCLUDED)
    assert str(refused) == "actor of kind agent may not sync for this subject: excluded"


@pytest.fixture
def directory() -> FakeMemberships:
    return FakeMemberships()


@pytest.fixture
def helpdesk(directory: FakeMemberships) -> Authorizer:
    return Authorizer(agents=agents_of(directory))


@pytest.mark.parametrize("act", Act)
async def test_an_agent_checks_syncs_and_rechecks_for_others_and_nothing_else(
    helpdesk: Authorizer, act: Act
) -> None:
    refusal = await helpdesk.refusal(Actor(ActorKind.AGENT, AN_AGENT), act, BEN, "ticket 4711")
    allowed = act in {Act.CHECK, Act.SYNC, Act.RECHECK, Act.CASE}
    assert refusal is (None if allowed else RefusalReason.NOT_ALLOWED)


@pytest.mark.parametrize(
    ("agent", "subject", "why"),
    [
        (BEN, OSKAR, RefusalReason.NOT_AN_AGENT),
        (AN_AGENT, AN_AGENT, RefusalReason.ONESELF),
        (AN_AGENT, OSKAR, RefusalReason.EXCLUDED),
    ],
)
async def test_a_refusal_says_why(
    helpdesk: Authorizer, agent: str, subject: str, why: RefusalReason
) -> None:
    actor = Actor(ActorKind.AGENT, agent)
    assert not await helpdesk.may(actor, Act.CHECK, subject)
    with pytest.raises(NotAuthorized) as refused:
        await helpdesk.require(actor, Act.SYNC, subject, "ticket 4711")
    assert refused.value.why is why


@pytest.mark.parametrize("reason", [None, "", "  \n"])
async def test_an_agent_gives_a_reason_for_a_change_and_none_for_a_look(
    helpdesk: Authorizer, reason: str | None
) -> None:
    agent = Actor(ActorKind.AGENT, AN_AGENT)
    assert await helpdesk.refusal(agent, Act.SYNC, BEN, reason) is RefusalReason.NO_REASON
    assert await helpdesk.refusal(agent, Act.CHECK, BEN, reason) is None


async def test_who_is_no_agent_does_not_learn_that_a_reason_is_missing(
    helpdesk: Authorizer, directory: FakeMemberships
) -> None:
    someone = Actor(ActorKind.AGENT, BEN)
    assert await helpdesk.refusal(someone, Act.SYNC, OSKAR) is RefusalReason.NOT_AN_AGENT
    assert directory.asked == [BEN]


async def test_an_agent_is_a_person_to_their_own_photo_and_nobody_else_needs_groups(
    helpdesk: Authorizer, directory: FakeMemberships
) -> None:
    assert await helpdesk.may(Actor.person(AN_AGENT), Act.REPLACE, AN_AGENT)
    assert not await helpdesk.may(Actor.person(AN_AGENT), Act.CHECK, BEN)
    assert directory.asked == []
