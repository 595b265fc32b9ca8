"""Map the administrator's settings to addresses and registrations of Microsoft 365."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from bot.config.settings import Settings
from bot.m365.geos import Geo, Geos, origin
from bot.m365.registration import (
    AppRegistration,
    Certificate,
    Credential,
    ManagedIdentity,
    Secret,
)


@dataclass(frozen=True)
class M365Settings:
    """Addresses of the services, and the app registration that calls them.

    Attributes:
        graph: address of Graph without a version, such as https://graph.microsoft.com.
        geos: the tenant's SharePoint hosts; without them SharePoint is never called.
        ca_file: PEM file of authorities to trust besides the system's.
    """

    graph: str
    geos: Geos | None
    registration: AppRegistration
    ca_file: Path | None = None

    @classmethod
    def of(cls, settings: Settings) -> M365Settings:
        """Map the settings for the registration that reads, and writes unless another one does."""
        credential = _bot_credential(settings)
        if settings.certificate_file:
            credential = Certificate(settings.certificate_file)
        elif settings.client_secret:
            credential = Secret(settings.client_secret.get_secret_value())
        client_id = settings.client_id or settings.app_id or ""
        return cls(
            graph=settings.graph or settings.cloud.graph,
            geos=_geos(settings),
            registration=AppRegistration(client_id, settings.authority, credential),
            ca_file=settings.ca_file,
        )

    @classmethod
    def of_writer(cls, settings: Settings) -> M365Settings | None:
        """Map the settings for a second registration that writes; None where there is none."""
        client_id = settings.writer_client_id
        if client_id is None:
            return None
        file = settings.writer_certificate_file
        credential: Credential = Certificate(file) if file else ManagedIdentity(client_id)
        registration = AppRegistration(client_id, settings.authority, credential)
        return replace(cls.of(settings), registration=registration)

    @property
    def one_drive(self) -> str:
        """Address of people's OneDrive in the default geography; empty without SharePoint."""
        return self.geos.default.my if self.geos else ""

    def is_ours(self, address: str) -> bool:
        """Tell whether an address belongs to one of the services, to which tokens may go."""
        return self._is_graph(address) or (self.geos is not None and self.geos.know(address))

    def is_only_sharepoint(self, address: str) -> bool:
        """Tell whether an address belongs to SharePoint, and not to Graph as well."""
        return self.is_ours(address) and not self._is_graph(address)

    def _is_graph(self, address: str) -> bool:
        return origin(address) == origin(self.graph)


def bot_registration(settings: Settings) -> AppRegistration:
    """Map the settings for the registration that answers in Teams."""
    return AppRegistration(settings.app_id or "", settings.authority, _bot_credential(settings))


def _bot_credential(settings: Settings) -> Credential:
    if settings.app_type == "UserAssignedMSI":
        return ManagedIdentity(settings.app_id)
    # The certificate is meant for SharePoint, so a password that is set for the bot is preferred.
    if settings.certificate_file and not settings.app_password:
        return Certificate(settings.certificate_file)
    return Secret(settings.app_password.get_secret_value() if settings.app_password else "")


def _geos(settings: Settings) -> Geos | None:
    root = settings.sharepoint_root
    if root is None:
        return None
    # Microsoft names the other hosts after the root: contoso-my beside contoso.
    tenant, dot, cloud = root.partition(".")
    default = Geo(
        root=root,
        my=settings.sharepoint_my or f"{tenant}-my{dot}{cloud}",
        admin=settings.sharepoint_admin or f"{tenant}-admin{dot}{cloud}",
    )
    others = (Geo(each.root, each.my, each.admin) for each in settings.sharepoint_geos)
    return Geos(default, tuple(others))
