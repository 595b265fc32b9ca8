"""The bot's registration: what the settings show of it, and what only the portal shows."""

from collections.abc import Iterator

from bot.config.settings import Settings
from bot.doctor.finding import Area, Finding, fault, fine, unknown, warning
from bot.http.hosts import is_allowed, is_loopback

AZURE_BOT = "Azure portal > your Azure Bot"
HIDDEN = "Photobot holds no permission to read it"


def teams_findings(settings: Settings) -> Iterator[Finding]:
    """Judge what the settings show, and say where to look for the rest in the portal."""
    if settings.app_id is None:
        yield unknown(Area.TEAMS, "registration", "MicrosoftAppId is not set")
    else:
        what = f"application {settings.app_id}, {settings.app_type}"
        yield fine(Area.TEAMS, "registration", what)
    yield from _service_hosts(settings)
    yield _targeted(settings)
    yield unknown(
        Area.TEAMS,
        "channels",
        HIDDEN,
        f"look at {AZURE_BOT} > Channels: Microsoft Teams alone; delete Web Chat and Direct Line, "
        "where anybody may name themselves as anybody",
    )
    yield unknown(
        Area.TEAMS,
        "messaging endpoint",
        HIDDEN,
        f"look at {AZURE_BOT} > Configuration: the bot's public https address, with /api/messages",
    )
    yield unknown(
        Area.TEAMS,
        "supported account types",
        HIDDEN,
        "look at Entra admin centre > App registrations > the bot > Authentication: "
        "this organizational directory only",
    )
    yield unknown(
        Area.TEAMS,
        "answers in Teams",
        "the connector has no question that changes nothing",
        "write to the bot in Teams; a refusal is in the bot's log",
    )


def _targeted(settings: Settings) -> Finding:
    what = "answers in group chats and channels"
    if settings.uses_targeted:
        seen = "targeted messages, where Teams takes them; else the person's own chat"
        return fine(Area.TEAMS, what, f"{seen}. PHOTOBOT_TARGETED=off for the own chat alone")
    if settings.targeted == "off":
        return fine(Area.TEAMS, what, "the person's own chat, as PHOTOBOT_TARGETED says")
    return fine(
        Area.TEAMS,
        what,
        f"the person's own chat: of the cloud {settings.cloud_name} it is not known whether it has "
        "targeted messages",
    )


def _service_hosts(settings: Settings) -> Iterator[Finding]:
    usual = settings.cloud.service_hosts
    hosts = settings.service_hosts or usual
    foreign = [host for host in hosts if not _is_usual(host, usual)]
    for host in foreign:
        name = f"service host {host}"
        remedy = "the bot's token goes there: correct PHOTOBOT_SERVICE_HOSTS or PHOTOBOT_CLOUD"
        if host.startswith((".", "*.")):
            yield fault(Area.TEAMS, name, "allows hosts of anybody", remedy)
        else:
            yield warning(Area.TEAMS, name, "is not one of the cloud's", remedy)
    if not foreign:
        yield fine(Area.TEAMS, "service hosts", ", ".join(hosts))
    if settings.service_url and not is_allowed(settings.service_url, hosts):
        remedy = "correct it, or name its host in PHOTOBOT_SERVICE_HOSTS"
        yield fault(Area.TEAMS, "PHOTOBOT_SERVICE_URL", "is none of the service hosts", remedy)


def _is_usual(host: str, usual: tuple[str, ...]) -> bool:
    # A channel on this machine is a simulation or a test client.
    on_this_machine = is_loopback(host.rpartition(":")[0] or host)
    suffixes = tuple(each for each in usual if each.startswith("."))
    return on_this_machine or host in usual or host.endswith(suffixes)
