"""The helpdesk: whether it is found out who is an agent, and whom agents can't act for."""

from collections.abc import Iterator, Mapping

from bot.config.settings import Settings
from bot.core.failures import ServiceFailure
from bot.doctor.finding import Area, Finding, fault, fine, unknown
from bot.doctor.permissions import PLACE, Granted
from bot.m365.memberships import GraphMemberships
from bot.m365.permissions import INSTALL_AND_CONSENT, READ_GROUPS, READ_USERS
from bot.photos.capabilities import Capability

AGENTS, GROUPS, EXCLUDED = "agents", "PHOTOBOT_HELPDESK_GROUPS", "PHOTOBOT_HELPDESK_EXCLUDED_GROUPS"
RECEIPTS = "read receipts"
OFF = f"none: no group is named in {GROUPS}, so that nobody acts for others"
RECEIPTS_NOT_KNOWN = (
    "no service says whether Teams tells the bot what people read; without that a case knows its "
    "message to be opened only once a button was pressed or a client refreshed it"
)
RECEIPTS_REMEDY = (
    "`package --helpdesk` makes one that asks for the consent ChatMessageReadReceipt.Read.Chat. "
    f"The bot installs such an app for people only with {INSTALL_AND_CONSENT}. People, or a "
    "messaging policy, may switch their read receipts off all the same"
)
# Both are needed to ask in which groups somebody is (docs/photo-sync.md, "Members of groups").
NEEDED: Mapping[Capability, str] = {
    Capability.READ_ACCOUNT: READ_USERS,
    Capability.READ_GROUPS: READ_GROUPS,
}


async def helpdesk_findings(
    settings: Settings, memberships: GraphMemberships, reader: Granted
) -> list[Finding]:
    """Judge the permissions of the registration that reads, and look for each named group."""
    agents = frozenset(settings.helpdesk_groups)
    excluded = frozenset(settings.helpdesk_excluded_groups)
    if not agents:
        return [fine(Area.HELPDESK, AGENTS, OFF)]
    if missing := list(_missing_permissions(reader)):
        return missing
    try:
        unreadable = await memberships.unreadable(agents | excluded)
    except ServiceFailure as failure:
        why = f"their groups can't be read ({failure.code or failure.why.value})"
        remedy = "see Microsoft Graph above; until they are read nobody is an agent"
        return [unknown(Area.HELPDESK, AGENTS, why, remedy)]
    found = [
        *_unreadable(GROUPS, agents & unreadable, "by it nobody is an agent"),
        *_unreadable(EXCLUDED, excluded & unreadable, "until then agents can act for nobody"),
    ]
    if not found:
        what = f"members of the groups that are named ({len(agents)}) may act for others"
        beyond = f", save for members of those that are excluded ({len(excluded)})"
        found.append(fine(Area.HELPDESK, AGENTS, what + (beyond if excluded else "")))
    return [*found, unknown(Area.HELPDESK, RECEIPTS, RECEIPTS_NOT_KNOWN, RECEIPTS_REMEDY)]


def _missing_permissions(reader: Granted) -> Iterator[Finding]:
    for capability, permission in NEEDED.items():
        if reader.graph is None:
            yield unknown(Area.HELPDESK, permission, "there is no token that would tell")
        elif capability not in reader.capabilities:
            remedy = f"grant Microsoft Graph {permission}: {PLACE}; until then nobody is an agent"
            what = "not granted; it is needed to tell who is an agent"
            yield fault(Area.HELPDESK, permission, what, remedy)


def _unreadable(setting: str, groups: frozenset[str], then: str) -> Iterator[Finding]:
    for group in sorted(groups):
        what = f"there is no group {group}, or it hides its members"
        remedy = f"give the object id of a group that Entra ID shows with its members; {then}"
        yield fault(Area.HELPDESK, setting, what, remedy)
