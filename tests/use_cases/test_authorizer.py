import pytest

from bot.use_cases.authorizer import COMMAND, Act, Actor, ActorKind, Authorizer, NotAuthorized

AMARA = Actor.person("0f8fad5b-d9cb-469f-a165-70867728950e")
AGENT = Actor(ActorKind.AGENT, "0f8fad5b-d9cb-469f-a165-70867728950e")
POLICY = Actor(ActorKind.POLICY)


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
async def test_agents_and_the_policy_may_do_nothing_yet(actor: Actor, act: Act) -> None:
    assert not await Authorizer().may(actor, act, str(AMARA.id))
    with pytest.raises(NotAuthorized):
        await Authorizer().require(actor, act, str(AMARA.id))


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
    assert (
        str(NotAuthorized(AGENT, Act.SYNC)) == "actor of kind agent may not sync for this subject"
    )
