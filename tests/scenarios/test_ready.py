"""`/readyz` as an orchestrator asks for it: ready means that the bot can answer people."""

from typing import Any

import aiohttp
import pytest

from tests.scenarios.bot_process import BotProcess, bot_process, settings_for
from tests.scenarios.company import Company
from tests.waiting import until

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def readiness(bot: BotProcess) -> tuple[int, dict[str, Any]]:
    async with aiohttp.ClientSession() as session, session.get(f"{bot.address}/readyz") as answer:
        return answer.status, await answer.json()


async def readiness_after_the_start(bot: BotProcess, status: int) -> dict[str, Any]:
    """What it answers once keys and token were asked for."""

    async def answered() -> dict[str, Any] | None:
        found, answer = await readiness(bot)
        return answer if found == status and "signing keys" not in answer["reasons"] else None

    answer: dict[str, Any] | None = await until(answered)
    assert answer
    return answer


async def test_a_bot_that_can_answer_is_ready(company: Company, database_address: str) -> None:
    settings = settings_for(company.simulation) | {"DATABASE_URL": database_address}
    async with bot_process(settings) as bot:
        answer = await readiness_after_the_start(bot, 200)
    assert answer["checks"] == dict.fromkeys(("database", "signing keys", "sign-in"), True)


@pytest.mark.parametrize("command", ["serve", "worker"])
async def test_a_wrong_secret_is_a_warning_at_the_start_that_says_what_to_run(
    company: Company, database_address: str, command: str
) -> None:
    settings = settings_for(company.simulation) | {
        "DATABASE_URL": database_address,
        "MicrosoftAppPassword": "wr0ng-secret",
    }

    async def warned() -> list[dict[str, Any]]:
        return [each for each in bot.events if each["event"] == "no_token_to_answer_with"]

    async with bot_process(settings, command) as bot:
        [warning] = await until(warned)
    assert (warning["level"], warning["reason"]) == ("warning", "AADSTS7000215")
    assert "python -m bot doctor" in warning["remedy"]
    assert "wr0ng-secret" not in bot.log


async def test_a_bot_whose_sign_in_fails_is_not_ready_and_says_why(
    company: Company, database_address: str
) -> None:
    settings = settings_for(company.simulation) | {
        "DATABASE_URL": database_address,
        "MicrosoftAppPassword": "wr0ng-secret",
    }
    async with bot_process(settings) as bot:
        answer = await readiness_after_the_start(bot, 503)
    assert answer["reasons"] == {"sign-in": "AADSTS7000215"}
    assert "wr0ng-secret" not in bot.log
