"""The app registrations of the simulated tenant."""

from dataclasses import dataclass
from pathlib import Path
from secrets import token_urlsafe
from uuid import NAMESPACE_DNS, uuid5

from simulation.entra.certificates import write_certificate
from simulation.entra.consents import Scope
from simulation.entra.registrations import GRAPH, SHAREPOINT, Registration
from simulation.people import DOMAIN

READ = {
    GRAPH: {
        "ProfilePhoto.Read.All",
        "User.Read.All",
        "PeopleSettings.Read.All",
        "GroupMember.Read.All",
    },
    SHAREPOINT: {"User.Read.All", "Sites.Read.All"},
}
WRITE = {
    GRAPH: READ[GRAPH] | {"ProfilePhoto.ReadWrite.All"},
    SHAREPOINT: READ[SHAREPOINT] | {"User.ReadWrite.All", "Sites.FullControl.All"},
}
OWN = frozenset(
    {(GRAPH, "User.ReadWrite"), (SHAREPOINT, "AllSites.Read"), (SHAREPOINT, "User.ReadWrite.All")}
)


@dataclass(frozen=True)
class Apps:
    """The registrations: a bot without roles, a reader and a writer."""

    bot: Registration
    reader: Registration
    writer: Registration

    @property
    def all(self) -> tuple[Registration, ...]:
        """All registrations."""
        return (self.bot, self.reader, self.writer)

    def named(self, name: str) -> Registration:
        """Return the registration of this name. Raises KeyError."""
        return {app.name: app for app in self.all}[name]


def register(folder: Path) -> Apps:
    """Create the registrations, with new secrets; certificates are written to the folder."""
    return Apps(
        bot=_registration("bot", {}, None, OWN),
        reader=_registration("reader", READ, folder / "reader.pem"),
        writer=_registration("writer", WRITE, folder / "writer.pem"),
    )


def _registration(
    name: str,
    roles: dict[str, set[str]],
    certificate_file: Path | None,
    listed: frozenset[Scope] = frozenset(),
) -> Registration:
    registration = Registration(
        name=name,
        client_id=str(uuid5(NAMESPACE_DNS, f"{name}.applications.{DOMAIN}")),
        service_principal_id=str(uuid5(NAMESPACE_DNS, f"{name}.principals.{DOMAIN}")),
        secret=token_urlsafe(30),
        roles={resource: set(granted) for resource, granted in roles.items()},
        listed_scopes=listed,
    )
    if certificate_file:
        registration.certificates.append(write_certificate(name, certificate_file))
        registration.certificate_file = str(certificate_file)
    return registration
