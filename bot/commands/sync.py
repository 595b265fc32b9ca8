"""`python -m bot sync UPN`: apply the remedy and verify."""

from bot.app.infrastructure import changes_of, open_storage, open_use_cases
from bot.chat.language import Gettext, load_languages
from bot.commands.check import find_person, nobody_because
from bot.commands.report import (
    act_result_as_json,
    act_result_as_text,
    check_result_as_json,
    check_result_as_text,
    plan_as_json,
    plan_as_text,
)
from bot.commands.result import CommandResult
from bot.config.settings import Settings
from bot.core.failures import ServiceFailure
from bot.photos.causes import Remedy
from bot.results.agent_texts import agent_ending
from bot.use_cases.authorizer import COMMAND, Act, Authorizer
from bot.use_cases.by_rights import UseCases
from bot.use_cases.changes import Changes, UnderWay
from bot.use_cases.ports import Person
from bot.use_cases.sync import Ending

DONE = frozenset({Ending.FIXED, Ending.NOTHING_TO_DO})


async def sync_person(settings: Settings, upn: str, *, dry: bool) -> CommandResult:
    """Sync one person's copies and record it in the audit, or say what a sync would write."""
    gettext = load_languages().of(None).gettext
    if dry:
        async with open_use_cases(settings) as use_cases:
            return await _dry_run(use_cases, upn, gettext)
    async with (
        open_storage(settings) as database,
        open_use_cases(settings, database=database) as use_cases,
    ):
        changes = changes_of(settings, database, Authorizer())
        return await _sync(use_cases, upn, changes, gettext)


async def _sync(use_cases: UseCases, upn: str, changes: Changes, _: Gettext) -> CommandResult:
    # By object id, as the lease and the audit have it; another spelling would be another lease.
    person = await use_cases.people.find_anew(upn)
    if not isinstance(person, Person):
        return CommandResult.failed({"upn": upn}, f"{upn}: {nobody_because(person, _)}")
    act_result = await changes.make(
        lambda use, person, audit: use.sync(person, audit),
        use_cases,
        person,
        actor=COMMAND,
        act=Act.SYNC,
    )
    if isinstance(act_result, UnderWay):
        found = {"upn": person.upn, "ending": "under_way"}
        reason = "a change to this photo is under way, so nothing was written; try again"
        return CommandResult.failed(found, f"{person.upn}: {reason}")
    found = act_result_as_json(act_result, await use_cases.capabilities.granted(), _)
    ending = agent_ending(act_result.ending, _)
    lines = tuple(act_result_as_text(act_result, _))
    # FIXED is said only after every copy was read again and is right.
    if act_result.ending in DONE:
        return CommandResult(found, (f"{person.upn}: {ending}", *lines))
    why = f" ({act_result.failure})" if act_result.failure else ""
    return CommandResult.failed(found, f"{person.upn}: {ending}{why}", *lines)


async def _dry_run(use_cases: UseCases, upn: str, _: Gettext) -> CommandResult:
    person = await find_person(use_cases.people, upn)
    if isinstance(person, CommandResult):
        return person
    check_result = await use_cases.check(person)
    found = check_result_as_json(check_result, await use_cases.capabilities.granted(), _)
    lines = tuple(check_result_as_text(check_result, _))
    if check_result.diagnosis.remedy is not Remedy.REPAIR:
        return CommandResult({**found, "plan": None}, lines)
    try:
        plan = await use_cases.sync.plan(check_result)
    except ServiceFailure as failure:
        return CommandResult.failed(found, str(failure))
    planned = {**found, "plan": plan_as_json(plan)}
    return CommandResult(planned, (*lines, *plan_as_text(plan)))
