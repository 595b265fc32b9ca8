"""Which user of the operating system Postgres runs as: never root."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path

from bot.storage.server.errors import EmbeddedPostgresError

ROOT = 0
UNPRIVILEGED = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """A user of the operating system."""

    name: str
    uid: int
    gid: int

    @property
    def is_somebody_else(self) -> bool:
        """Whether this process must drop its rights to become this user."""
        return self.uid != os.geteuid()


def account_for(folder: Path) -> Account:
    """Choose who runs Postgres: this user, or in place of root the folder's owner or nobody."""
    if os.geteuid() != ROOT:
        return _account(os.geteuid())
    owner = folder.stat().st_uid if folder.exists() else ROOT
    return _account(owner) if owner != ROOT else _unprivileged()


def _account(uid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise EmbeddedPostgresError(
            f"Postgres needs a user with a name, and user id {uid} has none: "
            "add it to /etc/passwd, run as another user, or set DATABASE_URL."
        ) from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _unprivileged() -> Account:
    users = {entry.pw_name: entry for entry in pwd.getpwall()}
    for name in UNPRIVILEGED:
        if name in users:
            return Account(name, users[name].pw_uid, users[name].pw_gid)
    raise EmbeddedPostgresError(
        f"Postgres does not run as root, and there is no user {' or '.join(UNPRIVILEGED)}: "
        "run Photobot as an ordinary user, or set DATABASE_URL."
    )
