"""What is known of the bot's registration, and what only the portal shows."""

from collections.abc import Iterator

from bot.config.settings import Settings
from bot.doctor.finding import Area, Finding, fine, problem, unknown, warning
from bot.http.hosts import is_loopback

AZURE_BOT = "Azure portal > your Azure Bot"
HIDDEN = "Photobot holds no permission to read it"


def teams_findings(settings: Settings) -> Iterator[Finding]:
    """From the settings alone."""
    yield _type(settings)
    yield from _service_hosts(settings)
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


def _type(settings: Settings) -> Finding:
    if settings.app_id is None:
        return unknown(Area.TEAMS, "registration", "MicrosoftAppId is not set")
    what = f"application {settings.app_id}, {settings.app_type}"
    return fine(Area.TEAMS, "registration", what)


def _service_hosts(settings: Settings) -> Iterator[Finding]:
    usual = settings.cloud.service_hosts
    hosts = settings.service_hosts or usual
    strange = [host for host in hosts if not _is_usual(host, usual)]
    for host in strange:
        name = f"service host {host}"
        remedy = "the bot's token goes there: correct PHOTOBOT_SERVICE_HOSTS or PHOTOBOT_CLOUD"
        if host.startswith((".", "*.")):
            yield problem(Area.TEAMS, name, "allows hosts of anybody", remedy)
        else:
            yield warning(Area.TEAMS, name, "is not one of the cloud's", remedy)
    if not strange:
        yield fine(Area.TEAMS, "service hosts", ", ".join(hosts))


def _is_usual(host: str, usual: tuple[str, ...]) -> bool:
    # Whoever runs the channel on this machine tries it out.
    here = is_loopback(host.rpartition(":")[0] or host)
    wide = tuple(each for each in usual if each.startswith("."))
    return here or host in usual or host.endswith(wide)
