"""Which cases are wanted, as SQL."""

from typing import LiteralString

from bot.helpdesk.ports import CaseFilter
from bot.storage.case_events import agent_text

WANTED: LiteralString = """
where (%(subject)s::text is null or lower(subject) = lower(%(subject)s))
    and (%(agent)s::text is null or (agent = %(agent)s and left_at is null))
    and (%(seen_by)s::text is null or agent = %(seen_by)s
        or (left_at is not null and ended_at is null)
        or exists (
            select from helpdesk_event where case_id = helpdesk_case.id
                and (agent = %(seen_by)s
                    or (kind in ('asked', 'joined') and lower(actor) = %(seen_by)s))
        ))
    and (%(left)s::boolean is null or (left_at is not null) = %(left)s)
    and (%(is_open)s::boolean is null or (ended_at is null) = %(is_open)s)
    and (%(ticket)s::text is null or exists (
        select from helpdesk_event
        where case_id = helpdesk_case.id and lower(ticket) = lower(%(ticket)s)
    ))
"""
PAGE: LiteralString = "order by created_at desc, id offset %(skip)s limit %(limit)s"
COUNT: LiteralString = "select count(*) from helpdesk_case"


def filter_columns(wanted: CaseFilter) -> dict[str, object]:
    """Return the values of a filter, with agents as columns keep them."""
    agent, seen_by = wanted.agent, wanted.seen_by
    return vars(wanted) | {
        "agent": agent and agent_text(agent),
        "seen_by": seen_by and agent_text(seen_by),
    }
