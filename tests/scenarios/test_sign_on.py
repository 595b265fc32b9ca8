"""People sign in, and the bot repairs their own photo with their own rights.

The app itself may only read. Every claim of the bot is judged by what the tenant holds.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
import pytest_asyncio

from simulation.apps import OWN
from simulation.channel.delivery import Answer
from simulation.channel.messages import Message
from simulation.channel.single_sign_on import CANCELLED
from tests.scenarios.bot_process import BotProcess, bot_process, connect, settings_for
from tests.scenarios.card import Card
from tests.scenarios.chat import Chat
from tests.scenarios.company import Company
from tests.scenarios.conftest import ChatOf, open_chats
from tests.scenarios.leaks import assert_tells_nothing
from tests.simulation.world import BEN, DMITRI, GRACE

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bot(served: Company, database_address: str) -> AsyncIterator[BotProcess]:
    """A bot whose application may read everything and write nothing, with sign-in."""
    settings = settings_for(served.simulation, "reader") | {
        "DATABASE_URL": database_address,
        "PHOTOBOT_SIGN_IN": "true",
    }
    async with bot_process(settings) as running:
        connect(served.simulation, running)
        await open_chats(served)
        yield running
        assert await running.stop() == 0
    assert_tells_nothing(running, served)


def consent(company: Company) -> None:
    """An administrator consents for everybody."""
    company.simulation.entra.consents.give(company.simulation.apps.bot.client_id, OWN)


async def offered(chat: Chat) -> Card:
    """A check that lacks the right to write."""
    card = await chat.asked()
    assert "sign_in" in card.verbs
    assert "sync" not in card.verbs
    return card


async def signed_out(chat: Chat) -> Chat:
    """The same chat, whatever was done in it before."""
    assert (await chat.asked("please sign me out")).title == "You're signed out"
    return chat


async def signed_in(chat: Chat) -> Card:
    """Press the button, and read the check that follows the exchange by itself."""
    card = await offered(chat)
    earlier = {each.message_id for each in chat.cards}
    await chat.execute(card, "sign_in")
    return await chat.settled(
        await chat.until(lambda each: each.message_id not in earlier and not is_oauth(each))
    )


def is_oauth(card: Card) -> bool:
    return "tokenExchangeResource" in card.content


def offer_of(chat: Chat) -> Card:
    """The latest card by which Teams signs in."""
    return [card for card in chat.cards if is_oauth(card)][-1]


async def exchange(chat: Chat, offer: Card, token: str) -> Answer:
    """What a client sends when it has a token."""
    resource = offer.content["tokenExchangeResource"]
    value = {"id": resource["id"], "connectionName": "photobot", "token": token}
    return await chat.client.invoke(
        chat.person,
        chat.where,
        message_of(chat, offer_of(chat)),
        name="signin/tokenExchange",
        value=value,
    )


def message_of(chat: Chat, card: Card) -> Message:
    messages = chat.client.messages.all(chat.where.id)
    return next(message for message in messages if message.id == card.message_id)


def token_of(company: Company, person: str) -> str:
    """What Teams gets for somebody."""
    resource = f"api://botid-{company.simulation.apps.bot.client_id}"
    token = company.simulation.teams_tokens.token(person, resource)
    assert isinstance(token, str)
    return token


async def test_with_the_persons_own_rights_it_takes_two_taps_to_a_verified_fix(
    company: Company, chat_of: ChatOf
) -> None:
    consent(company)
    chat = await signed_out(chat_of(BEN))
    card = await signed_in(chat)
    fixed = await chat.executed(card, "sync")
    assert fixed.title == "Done! SharePoint now has this photo"
    assert company.is_in_sync(BEN)
    assert company.held(BEN)["profile"]["SPS-PictureExchangeSyncState"] == "1"


async def test_several_clients_are_each_answered_and_the_exchange_is_made_once(
    company: Company, chat_of: ChatOf
) -> None:
    consent(company)
    single_sign_on = company.simulation.channel.channel.single_sign_on
    single_sign_on.clients[DMITRI] = 3
    chat = await signed_out(chat_of(DMITRI))
    before = len([card for card in chat.cards if "sync" in card.verbs])
    try:
        await signed_in(chat)
    finally:
        single_sign_on.clients.clear()
    assert len([card for card in chat.cards if "sync" in card.verbs]) == before + 1


async def test_without_consent_nothing_is_promised_and_after_it_the_same_button_works(
    company: Company, chat_of: ChatOf
) -> None:
    chat = await signed_out(chat_of(GRACE))
    refused = await signed_in(chat)
    assert refused.title == "You're not signed in"
    consent(company)
    card = await signed_in(chat)
    assert (await chat.executed(card, "sync")).title == "Done! SharePoint now has this photo"
    assert company.is_in_sync(GRACE)


async def test_who_signed_out_is_acted_for_no_more(company: Company, chat_of: ChatOf) -> None:
    consent(company)
    chat = await signed_out(chat_of(BEN))
    await signed_in(chat)
    await signed_out(chat)
    await offered(chat)


async def test_a_sign_in_ends_with_its_token_and_the_card_says_so(
    company: Company, chat_of: ChatOf
) -> None:
    consent(company)
    entra = company.simulation.entra
    chat = await signed_out(chat_of(BEN))
    usual, entra.lifetime = entra.lifetime, timedelta(seconds=5)
    try:
        card = await signed_in(chat)
    finally:
        entra.lifetime = usual
    async with asyncio.timeout(30):
        while "sync" in card.verbs:
            card = await chat.asked()
    assert "Your sign-in has ended." in " ".join(card.texts)
    assert "sign_in" in card.verbs


async def test_a_closed_window_takes_the_right_and_says_so_without_an_error(
    company: Company, chat_of: ChatOf
) -> None:
    chat = await signed_out(chat_of(BEN))
    await signed_in(chat)
    single_sign_on = company.simulation.channel.channel.single_sign_on
    message = message_of(chat, offer_of(chat))
    earlier = {card.message_id for card in chat.cards}
    answer = await single_sign_on.come_back(BEN, chat.where, message, CANCELLED)
    assert answer.accepted
    card = await chat.settled(await chat.until(lambda each: each.message_id not in earlier))
    assert "You didn't let me act for you" in " ".join(card.texts)
    assert "sync" not in card.verbs


async def test_nobody_else_gets_in_by_an_offer_or_a_token(
    company: Company, bot: BotProcess, chat_of: ChatOf
) -> None:
    consent(company)
    ben, grace = chat_of(BEN), chat_of(GRACE)
    for chat in (ben, grace):
        await signed_in(await signed_out(chat))
        await signed_out(chat)
    entra, app = company.simulation.entra, company.simulation.apps.bot.client_id
    of_ben, of_grace = token_of(company, BEN), token_of(company, GRACE)
    elsewhere = replace(entra, tenant_id="99999999-9999-4999-8999-999999999999")
    graph = company.simulation.addresses.graph
    resource = f"api://botid-{app}"
    tries = [
        ("somebody_elses_token", offer_of(ben), of_grace),
        ("somebody_elses_exchange", offer_of(grace), of_ben),
        ("wrong_issuer", offer_of(ben), entra.person_token(app, BEN, graph, "User.ReadWrite")),
        (
            "wrong_issuer",
            offer_of(ben),
            elsewhere.person_token(app, BEN, resource, "access_as_user"),
        ),
        ("wrong_scope", offer_of(ben), entra.person_token(app, BEN, resource, "User.Read")),
    ]
    for code, offer, token in tries:
        answer = await exchange(ben, offer, token)
        assert (answer.status, answer.body["failureDetail"]) == (412, code)
    assert not [token for _, _, token in tries if token in bot.log]
    await offered(ben)


async def test_an_exchange_that_was_made_is_not_made_again_after_signing_out(
    company: Company, chat_of: ChatOf
) -> None:
    consent(company)
    chat = await signed_out(chat_of(BEN))
    await signed_in(chat)
    await signed_out(chat)
    assert (await exchange(chat, offer_of(chat), token_of(company, BEN))).status == 200
    await offered(chat)


async def test_a_stop_lets_a_repair_with_the_persons_own_rights_be_finished(
    company: Company, bot: BotProcess, chat_of: ChatOf
) -> None:
    consent(company)
    chat = await signed_out(chat_of(BEN))
    card = await signed_in(chat)
    held = company.hold(service="sharepoint", method="POST", person=BEN)
    pressed = await chat.execute(card, "sync")
    await held.reached.wait()
    assert pressed.is_waiting
    stopping = asyncio.create_task(bot.stop())
    # Until the bot takes nothing in any more, and waits for what it began.
    await asyncio.sleep(1)
    held.released.set()
    assert await stopping == 0
    assert chat.card(card.message_id).title == "Done! SharePoint now has this photo"
    assert company.is_in_sync(BEN)
