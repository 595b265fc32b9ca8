"""What the rows hold of people who may be written to unasked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, LiteralString
from zoneinfo import ZoneInfo

from bot.core.clock import Now
from bot.nudges.decide import Addressee, Groups, Standing

# Joins to a row `change` with a subject, and a row `own` with the id of the message to them, which
# doesn't stand in its own way.
COLUMNS: LiteralString = """
    coalesce(conversation.person_id, change.subject) as reader,
    coalesce(known.account, 'gone') as account, conversation.timezone,
    coalesce(preference.quiet, false) as quiet, preference.paused_until,
    greatest(
        case
            when preference.written_for is distinct from own.id and not exists (
                select from outbox as missed
                where missed.kind = 'nudge' and missed.about = preference.written_for
                    and missed.state in ('failed', 'withdrawn')
            ) then preference.written_to_at
        end,
        case when %(is_shadow)s then (
            select max(created_at) from nudge
            where nudge.subject = change.subject and nudge.is_shadow
        ) end
    ) as written_to_at,
    exists (
        select from outbox
        where outbox.reader = coalesce(conversation.person_id, change.subject)
            and outbox.kind = 'nudge' and outbox.state in ('queued', 'sending')
            and outbox.about is distinct from own.id
            -- Of two that wait, the later one waits for the earlier.
            and coalesce((outbox.created_at, outbox.id) < (
                select mine.created_at, mine.id from outbox as mine
                where mine.kind = 'nudge' and mine.about = own.id
            ), true)
            -- One about a photo that was replaced since will be withdrawn, and nobody knows for how
            -- long a campaign is paused.
            and case when outbox.campaign is null
                then outbox.about is null or exists (
                    select from nudge join photo_change on photo_change.id = nudge.change_id
                    where nudge.id = outbox.about and photo_change.state = 'open'
                )
                else exists (
                    select from campaign
                    where campaign.id = outbox.campaign and campaign.state = 'running'
                )
            end
    ) as has_queued,
    %(groups)s = '' or coalesce(
        not groups_read.failed and groups_read.groups = %(groups)s
            and groups_read.read_at >= %(oldest)s, false
    ) as groups_known,
    array(
        select kind from policy_group_member as member
        where member.subject = change.subject and member.reading = groups_read.reading
    ) as member_of
"""
JOINS: LiteralString = """
    left join watched_person as known on known.subject = change.subject
    left join conversation on lower(conversation.person_id) = change.subject
    left join preference on lower(preference.person_id) = change.subject
    cross join policy_groups_read as groups_read
"""


@dataclass(frozen=True)
class Addressees:
    """Reads what is known of people.

    Attributes:
        groups: the pilot and excluded groups, as `groups_text` writes them.
        is_shadow: whether messages count that would have been sent.
        fresh_for: how long a reading of the groups is good.
    """

    groups: str
    is_shadow: bool
    fresh_for: timedelta
    now: Now

    def values(self) -> dict[str, object]:
        """Return the parameters of the query."""
        oldest = self.now() - self.fresh_for
        return {"groups": self.groups, "is_shadow": self.is_shadow, "oldest": oldest}

    def person(self, row: Mapping[str, Any]) -> Addressee:
        """Read the columns of one person."""
        member_of = row["member_of"] if self.groups else ()
        groups = Groups("pilot" in member_of, "excluded" in member_of)
        return Addressee(
            standing=Standing(row["account"]),
            groups=groups if row["groups_known"] else None,
            zone=_zone(row["timezone"]),
            stopped=row["quiet"],
            paused_until=row["paused_until"],
            written_to_at=row["written_to_at"],
            has_queued=row["has_queued"],
        )


def groups_text(pilot: Sequence[str], excluded: Sequence[str]) -> str:
    """Write the groups of the policy as rows remember them; empty where there are none."""
    if not pilot and not excluded:
        return ""
    return f"pilot {' '.join(sorted(pilot))}; excluded {' '.join(sorted(excluded))}"


def _zone(name: str | None) -> ZoneInfo | None:
    # The client sent the name, so it may be anything.
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError, KeyError):
        return None
