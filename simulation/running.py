"""A running simulation: its parts, its addresses, and its description of itself."""

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from simulation.addresses import Addresses
from simulation.apps import Apps
from simulation.assemble import Parts
from simulation.channel.service import Channel
from simulation.crowd.habits import Habits
from simulation.entra import Entra
from simulation.entra.registrations import Registration
from simulation.entra.teams_tokens import TeamsTokens
from simulation.faults import ActiveFaults
from simulation.groups import EXECUTIVES, HELPDESK
from simulation.page.files import TEAMS_JS
from simulation.tenant import Tenant


@dataclass(frozen=True)
class ServedChannel:
    """A running channel, and the address of the chat page in front of it, with a trailing slash."""

    channel: Channel
    chat: str


@dataclass(frozen=True)
class Simulation:
    """What tests and the control interface may look at and change."""

    parts: Parts
    addresses: Addresses
    ca_file: Path
    channel: ServedChannel
    control: str
    habits: Habits | None = None
    start: Tenant = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", self.tenant.copy())

    @property
    def tenant(self) -> Tenant:
        """What is stored."""
        return self.parts.tenant

    @property
    def entra(self) -> Entra:
        """What issues and verifies tokens."""
        return self.parts.entra

    @property
    def teams_tokens(self) -> TeamsTokens:
        """The tokens that Teams gets for people who use a bot."""
        return TeamsTokens(self.entra, self.tenant)

    @property
    def apps(self) -> Apps:
        """The app registrations."""
        return self.parts.apps

    @property
    def faults(self) -> ActiveFaults:
        """The injected faults."""
        return self.parts.faults

    def catch_up(self) -> None:
        """Let people do what was due until now."""
        if self.habits:
            self.habits.catch_up()

    def reset(self) -> None:
        """Store everything as at the start, and switch all faults off."""
        self.faults.clear()
        self.entra.forget_people()
        self.tenant.restore(self.start)

    def describe(self) -> dict[str, Any]:
        """Return what a client needs to use the simulation, ready for JSON."""
        return {
            "tenant_id": self.tenant.id,
            "ca_file": str(self.ca_file),
            "login": self.addresses.login,
            "graph": self.addresses.graph,
            "geos": [asdict(geo) for geo in self.addresses.geos],
            "sharepoint": asdict(self.addresses.geos[0]),
            "apps": {app.name: _credentials(app) for app in self.apps.all},
            "people": [
                {"id": p.id, "upn": p.upn, "name": p.display_name, "about": p.about}
                for p in map(self.tenant.people.__getitem__, self.tenant.colleagues)
            ],
            "groups": {"helpdesk": HELPDESK, "executives": EXECUTIVES},
            "crowd": len(self.tenant.people) - len(self.tenant.colleagues),
            "channel": self.channel.channel.describe(),
            "chat": self.channel.chat,
            "teams_js": self.channel.chat.rstrip("/") + TEAMS_JS,
            "control": self.control,
        }


def _credentials(app: Registration) -> dict[str, str]:
    credentials = {"client_id": app.client_id, "secret": app.secret}
    if app.certificate_file:
        credentials["certificate_file"] = app.certificate_file
    return credentials
