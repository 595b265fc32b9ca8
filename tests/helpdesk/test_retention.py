"""How long cases and their messages are kept."""

from uuid import uuid4

from psycopg.rows import scalar_row

from bot.helpdesk.standing import CaseState
from bot.storage.following import FollowingRows
from bot.storage.sweeps import delete_expired
from bot.use_cases.authorizer import COMMAND
from tests.helpdesk.desk import DAY, Desk
from tests.helpdesk.fakes import AMARA, BEN
from tests.storage.everything_of import add_card


async def test_a_message_is_kept_as_long_as_its_case_so_that_it_is_never_sent_again(
    desk: Desk,
) -> None:
    case = await desk.opened()
    await desk.sends()
    # Nobody has let the case expire for so long.
    desk.passes(100 * DAY)
    await delete_expired(desk.database, desk.clock.now)
    assert (await desk.again(case)).state is CaseState.SENT
    await desk.upkeep.settle()
    assert (await desk.again(case)).state is CaseState.EXPIRED
    assert len(await desk.messages()) == 1
    await delete_expired(desk.database, desk.clock.now)
    assert await desk.cases.store.get(case.id) is None
    assert await desk.messages() == []


async def test_cards_about_a_case_are_kept_while_it_is_open_however_short_other_cards_are(
    desk: Desk,
) -> None:
    """Else what the person answers would not be heard, and the agent's card would stand still."""
    case = await desk.opened()
    message, rows, agents = await desk.sends(), FollowingRows(desk.database), uuid4()
    by = f"agent:{AMARA}"
    for reader, card in ((BEN, message.id), (AMARA, agents), (BEN, uuid4())):
        await add_card(desk.database, reader=reader, subject=BEN, actor=by, card=card)
    following = await desk.cases.followings.opened(case.id, BEN, AMARA)
    assert await rows.begin(following.id, agents, desk.clock.now)

    async def kept() -> set[object]:
        return set(await desk.database.rows("select id from card", (), scalar_row))

    await desk.database.change("update card set expires_at = %s", (desk.clock.now,))
    await delete_expired(desk.database, desk.clock.now)
    assert await kept() == {message.id, agents}
    await desk.cases.close(case, COMMAND)
    await rows.end(following.id, desk.clock.now)
    await delete_expired(desk.database, desk.clock.now)
    assert await kept() == set()


async def test_a_card_is_kept_for_as_long_as_it_follows_a_case(desk: Desk) -> None:
    case = await desk.opened()
    query = "update case_following set card = %s"
    card = await add_card(desk.database, reader=AMARA, subject=BEN, actor=f"agent:{AMARA}")
    await desk.database.change(query, (card,))
    await desk.database.change("update card set expires_at = %s", (desk.clock.now + DAY,))
    for _ in range(2):
        await delete_expired(desk.database, desk.clock.now + 100 * DAY)
        assert len(await desk.messages("following")) == 1
        assert await desk.database.change("update card set record = '{}'", ())
        await desk.upkeep.settle()
    await desk.database.change("update case_following set ended_at = now()", ())
    await delete_expired(desk.database, desk.clock.now + 100 * DAY)
    assert not await desk.database.change("update card set record = '{}'", ())
    assert await desk.cases.store.get(case.id)
