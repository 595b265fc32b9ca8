"""The states that are all played, of the many millions that there are.

What was left out, and why:
- Sizes that differ from each other in more than one file, for each is compared by itself.
- Where one size differs from the others, the profile shows them: what a profile hides or does not
  name is the same for one size as for three.
- Files of somebody who has no profile, for nothing names them; "the same upload" where there is no
  photo, for then "another upload" says it.
- Accounts, grants and tenants with each other and with one state of the copies of each kind: they
  decide what may be done, and not how pictures compare.
- What goes wrong happens where everything is granted, or the application may only read: a write
  that is not tried can't go wrong.
- Two acts at the same time: each wish with each rival, with one state of the copies of each kind.
- What lies under a former name: with one state of the copies of each kind, by what goes wrong where
  it is provably the person's; grants and rivals with a few kinds.
- A new picture, a removal and what is undone: with one state of the copies of each kind, by what
  goes wrong, by grants and by the tenant's rules, one at a time.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from tests.model.state import (
    FILES,
    PROFILES,
    Account,
    Address,
    Cloud,
    File,
    Files,
    Former,
    Grant,
    Mischief,
    Profile,
    Rival,
    Rules,
    State,
    Wish,
)

ALIKE = tuple(files for files in FILES if len(set(files)) == 1)
MIXED = tuple(files for files in FILES if len(set(files)) > 1)
SHOWN = (Profile(), Profile(Address.GUID))
ANOTHER: Files = (File.ANOTHER,) * 3
NOTHING: Files = (File.NONE,) * 3
SAME: Files = (File.SAME,) * 3
PARTLY: Files = (File.SAME, File.ANOTHER, File.SAME)

FORMER = tuple(each for each in Former if each is not Former.NONE)
WISHES: tuple[Wish, ...] = tuple(wish for wish in Wish if wish is not Wish.FORMER)
MAIN_GRANTS = (Grant.EVERYTHING, Grant.READING, Grant.NOTHING)
# One of each kind of trouble.
KINDS = (
    State(),
    State(files=ANOTHER),
    State(files=PARTLY),
    State(files=(File.BROKEN,) * 3),
    State(files=NOTHING, profile=Profile(Address.EMPTY, "", "1")),
    State(files=ANOTHER, profile=Profile(Address.GUID, "0", "0")),
    State(profile=Profile(placeholder="1")),
    State(profile=Profile(sync="0")),
    State(files=ANOTHER, profile=Profile(Address.ELSEWHERE)),
    State(files=NOTHING, profile=Profile(Address.NEIGHBOUR)),
    State(files=ANOTHER, profile=Profile(Address.GONE)),
    State(files=NOTHING, profile=None),
    State(Cloud.NONE, ANOTHER),
    State(Cloud.NONE, (File.NONE, File.NONE, File.ANOTHER)),
    State(Cloud.ONE_PIXEL, NOTHING, Profile(Address.EMPTY, "", "1")),
    State(Cloud.PLACEHOLDER, (File.PLACEHOLDER,) * 3),
)


def every_state() -> tuple[State, ...]:
    """Each state once."""
    parts = (_copies(), _facts(), _mischief(), _wishes(), _rivals(), _former())
    return tuple(dict.fromkeys(state for states in parts for state in states))


def _copies() -> Iterator[State]:
    """What the stores may hold, where everything is granted and nothing goes wrong."""
    for cloud, files, profile in product(Cloud, ALIKE, PROFILES):
        if _can_be_told_apart(cloud, files, profile):
            yield State(cloud, files, profile)
    for cloud, files, profile in product(Cloud, MIXED, SHOWN):
        if _can_be_told_apart(cloud, files, profile):
            yield State(cloud, files, profile)


def _can_be_told_apart(cloud: Cloud, files: Files, profile: Profile | None) -> bool:
    if profile is None:
        return files == NOTHING
    return cloud is Cloud.PHOTO or File.SAME not in files


def _facts() -> Iterator[State]:
    for kind, grant in product(KINDS, Grant):
        for account in (Account.ORDINARY, Account.NO_MAILBOX):
            yield replace(kind, account=account, grant=grant)
    for kind, account, grant in product(KINDS, Account, MAIN_GRANTS):
        yield replace(kind, account=account, grant=grant)
    grants = (*MAIN_GRANTS, Grant.NO_SETTINGS)
    for kind, rules, grant in product(KINDS, Rules, grants):
        yield replace(kind, rules=rules, grant=grant)


def _mischief() -> Iterator[State]:
    for kind, mischief, account in product(KINDS, Mischief, (Account.ORDINARY, Account.NO_MAILBOX)):
        yield replace(kind, account=account, mischief=mischief)
    for kind, mischief in product(KINDS, Mischief):
        yield replace(kind, mischief=mischief, grant=Grant.READING)
    for files, profile, mischief in product(
        (*ALIKE, *MIXED[:12]), (Profile(), Profile(Address.EMPTY, "", "0")), Mischief
    ):
        yield State(files=files, profile=profile, mischief=mischief)


def _wishes() -> Iterator[State]:
    for kind, wish, mischief in product(KINDS, WISHES, Mischief):
        yield replace(kind, wish=wish, mischief=mischief)
    for kind, wish in product(KINDS, (Wish.NEW_PICTURE, Wish.REMOVAL)):
        for account in (Account.NO_MAILBOX, Account.ABROAD):
            yield replace(kind, wish=wish, account=account)
        for grant in Grant:
            yield replace(kind, wish=wish, grant=grant)
        for rules in Rules:
            yield replace(kind, wish=wish, rules=rules)


def _rivals() -> Iterator[State]:
    for kind, wish, rival in product(KINDS, WISHES, Rival):
        yield replace(kind, wish=wish, rival=rival)


def _former() -> Iterator[State]:
    kinds = [replace(kind, wish=Wish.FORMER, former=Former.OURS) for kind in KINDS]
    for kind, mischief in product(kinds, Mischief):
        yield replace(kind, mischief=mischief)
    for kind, former in product(kinds, FORMER):
        yield replace(kind, former=former)
        yield replace(kind, former=former, wish=Wish.REMOVAL)
    for kind, grant in product(kinds[1:3], Grant):
        yield replace(kind, grant=grant)
    for kind, rival in product(kinds[1:5], Rival):
        yield replace(kind, rival=rival)
