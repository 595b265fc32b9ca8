"""App registrations in Entra ID, and the credentials that they authenticate with."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Secret:
    """A client secret, which SharePoint doesn't accept (docs/photo-sync.md, "App-only access")."""

    value: str = field(repr=False)


@dataclass(frozen=True)
class Certificate:
    """A PEM file that holds an unencrypted RSA private key and its certificate."""

    file: Path


@dataclass(frozen=True)
class ManagedIdentity:
    """An identity that Azure gives to the machine; without a client id, the machine's only one."""

    client_id: str | None = None


Credential = Secret | Certificate | ManagedIdentity


@dataclass(frozen=True)
class AppRegistration:
    """One application; `authority` such as https://login.microsoftonline.com/{tenant id}."""

    client_id: str
    authority: str
    credential: Credential
