"""Followings of cases, as their rows are."""

from typing import Any

from psycopg.rows import dict_row

from bot.helpdesk.following import Following
from bot.storage.following import FollowingRows
from bot.use_cases.authorizer import Actor, ActorKind
from tests.helpdesk.desk import Desk
from tests.helpdesk.fakes import AMARA

BY_AMARA = Actor(ActorKind.AGENT, AMARA)


async def followings(desk: Desk) -> list[dict[str, Any]]:
    query = "select * from case_following order by created_at, agent"
    return await desk.database.rows(query, (), dict_row)


async def only(desk: Desk) -> Following:
    [row] = await followings(desk)
    found = await FollowingRows(desk.database).get(row["id"])
    assert found
    return found
