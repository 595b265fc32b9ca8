"""Which columns of which tables name a person: the one list for `export` and `forget`.

A column that is neither here nor known to name nobody fails `tests/storage/test_person_tables.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import LiteralString

from psycopg.sql import SQL, Composable, Identifier

# In the place of a forgotten person who did something for somebody else.
NOBODY = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True)
class PersonTable:
    """A table with rows of people.

    Attributes:
        owners: columns with an object id; a row belongs to everybody whom they name. Without any,
            and without `through`, a row belongs to nobody.
        actors: columns with an actor, such as `person:<object id>`, whose the row need not be.
        through: the condition for a row to be that of `%(id)s`, where the columns don't tell it.
        leased: whether processes work on its rows under leases.
        secrets: columns that are not exported, as they are good for a sign-in.
        is_lock: whether its row is held while a person is forgotten, and goes when that ends.
    """

    name: str
    owners: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    through: LiteralString = ""
    leased: bool = False
    secrets: tuple[str, ...] = ()
    is_lock: bool = False

    @property
    def is_owned(self) -> Composable:
        """The condition for a row to be that of the person `%(id)s`, in small letters."""
        return SQL(self.through) if self.through else _any("lower({}) = %(id)s", self.owners)

    @property
    def is_acted(self) -> Composable:
        """The condition for the person to be who asked, in a row that need not be theirs."""
        return _any("lower(split_part({}, ':', 2)) = %(id)s", self.actors)

    @property
    def without_actor(self) -> Composable:
        """What sets the actors of a row to nobody, each of the kind that it was."""
        each = SQL("{0} = split_part({0}, ':', 1) || ':' || %(nobody)s")
        return SQL(", ").join(each.format(Identifier(column)) for column in self.actors)


def _any(condition: LiteralString, columns: Iterable[str]) -> Composable:
    named: list[Composable] = [SQL(condition).format(Identifier(column)) for column in columns]
    return SQL(" or ").join(named or [SQL("false")])


# In the order in which rows are deleted: those that hang on others first, and those of the watch as
# a sweep locks them.
PERSON_TABLES = (
    PersonTable(
        "procrastinate_jobs",
        through="""args->>'card_id' in (
            select id::text from card where lower(reader) = %(id)s or lower(subject) = %(id)s)""",
    ),
    PersonTable(
        "effect_result",
        through="effect_id in (select id from effect where lower(subject) = %(id)s)",
    ),
    PersonTable("effect", ("subject",), ("actor",)),
    PersonTable("look", ("subject",), ("actor",)),
    PersonTable("proven_file", ("subject",)),
    PersonTable("card", ("reader", "subject"), ("actor",), leased=True),
    PersonTable("outbox", ("reader", "subject"), ("actor",), leased=True),
    PersonTable("campaign", actors=("actor",)),
    PersonTable(
        "helpdesk_event",
        actors=("actor", "agent"),
        through="""case_id in (
            select id from helpdesk_case where lower(subject) = %(id)s)""",
    ),
    PersonTable(
        "case_following",
        ("agent",),
        through="""(lower(agent) = %(id)s or case_id in (
            select id from helpdesk_case where lower(subject) = %(id)s))""",
        leased=True,
    ),
    PersonTable("helpdesk_case", ("subject",), ("agent",)),
    PersonTable("sign_in", ("person_id",), secrets=("state_hash", "flow")),
    PersonTable("conversation", ("person_id",)),
    PersonTable("targeted_message", ("person_id",)),
    PersonTable("installation", ("person_id",)),
    PersonTable("preference", ("person_id",)),
    PersonTable("watched_person", ("subject",)),
    PersonTable("photo_change", ("subject",), leased=True),
    PersonTable("nudge", ("subject",)),
    PersonTable("policy_group_member", ("subject",)),
    PersonTable("census_person", ("subject",)),
    PersonTable("subject_lease", ("subject",), is_lock=True),
)
