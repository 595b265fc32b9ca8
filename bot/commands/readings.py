"""The readings behind a check's causes, as JSON: each with its value, or why it is not known."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.chat.language import Gettext
from bot.commands.moments import iso
from bot.photos.findings import Findings
from bot.photos.readings import Account, NotRead, PhotoSource, PhotoUpdates, Profile
from bot.texts.agent_copies import agent_why

Values = Mapping[str, Callable[[Any], Any]]
NO_ACCOUNT = "Entra ID has no such account"
NO_PROFILE = "SharePoint has no profile of this person"
NOT_SAID = "the service didn't say"
SHARED = "it looks like a shared mailbox, which no plan brings"
NO_KNOWN_PLAN = "whether the account's plans bring a mailbox isn't known to Photobot"

PROFILE: Values = {
    "picture_url": lambda profile: profile.picture_url,
    "placeholder_state": lambda profile: profile.placeholder_state,
    "sync_state": lambda profile: profile.sync_state,
    "picture_timestamp": lambda profile: iso(profile.changed_at),
    "my_site": lambda profile: profile.my_site,
}
UPDATES: Values = {
    "photo_changes": lambda updates: (
        None if updates.source is PhotoSource.UNKNOWN else updates.source.value
    ),
    "photo_changes_by_roles": lambda updates: sorted(updates.allowed_roles),
}
EXCHANGE: Values = {"exchange_online_enabled": lambda enabled: enabled}


def readings_as_json(found: Findings, _: Gettext) -> dict[str, dict[str, Any]]:
    """Describe each reading by `value`, null where it's not known, and `not_known_because`.

    `mailbox` also names the service plan that brings it, and the code of Exchange Online where
    that says that it doesn't hold it. A property of the profile that was never set is empty.
    """
    readings, tenant = found.readings, found.readings.tenant
    account: Values = {
        "account_enabled": lambda account: account.enabled,
        "guest": lambda account: account.guest,
        "external_member": lambda _: found.external_member,
        "licensed": lambda account: account.licensed,
        "sharepoint_licence": lambda account: account.has_sharepoint,
        "mail_address": lambda account: account.has_address,
        "on_premises_synced": lambda account: account.on_premises_synced,
    }
    return {
        "mailbox": _mailbox(found, _),
        **_each(account, readings.account, Account, NO_ACCOUNT, _),
        **_each(PROFILE, readings.profile, Profile, NO_PROFILE, _),
        **_each(UPDATES, tenant.photo_updates, PhotoUpdates, NOT_SAID, _),
        **_each(EXCHANGE, tenant.exchange_enabled, bool, NOT_SAID, _),
    }


def _mailbox(found: Findings, _: Gettext) -> dict[str, Any]:
    account = found.readings.account
    if not isinstance(account, Account):
        return {**_one(None, _why(account, NO_ACCOUNT, _)), "plan": None, "code": None}
    why = NOT_SAID if account.licensed is None else NO_KNOWN_PLAN
    mailbox = _one(found.has_mailbox, SHARED if found.shared_mailbox else why)
    return {**mailbox, "plan": account.mailbox_plan, "code": account.mailbox_code}


def _each(
    values: Values, reading: object, kind: type, none: str, _: Gettext
) -> dict[str, dict[str, Any]]:
    if isinstance(reading, kind):
        return {name: _one(value(reading), NOT_SAID) for name, value in values.items()}
    return {name: _one(None, _why(reading, none, _)) for name in values}


def _why(reading: object, none: str, _: Gettext) -> str:
    return agent_why(reading, _) if isinstance(reading, NotRead) else none


def _one(value: Any, why: str) -> dict[str, Any]:
    return {"value": value, "not_known_because": why if value is None else None}
