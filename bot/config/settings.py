"""Every setting: an environment variable, typed and validated at the start.

The bot's identity has the names that Azure gives it; everything else starts with PHOTOBOT_.
"""

import json
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import SplitResult, urlsplit
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, FilePath, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.config.clouds import CLOUDS, Cloud
from bot.http.hosts import is_loopback


def _address(value: str) -> str:
    parts = _parts(value)
    if parts is None or parts.query or parts.fragment:
        raise ValueError("give an https address, such as https://contoso.sharepoint.com")
    return value.rstrip("/")


def _link(value: str) -> str:
    if _parts(value) is None:
        raise ValueError("give the https address of a page")
    return value


def _helpdesk(value: str) -> str:
    if not (value.startswith("mailto:") and "@" in value) and _parts(value) is None:
        raise ValueError(
            "give mailto: and an address, or the https address of a page; where it holds "
            "{diagnosis}, the text is put there"
        )
    return value


def _parts(value: str) -> SplitResult | None:
    """Split an https address, or an http one on loopback; None for anything else."""
    try:
        parts = urlsplit(value)
        # `port` raises ValueError where it isn't a number.
        usable = parts.hostname and parts.port != 0
    except ValueError:
        return None
    secure = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname))
    return parts if usable and secure else None


def _guid(value: str) -> str:
    try:
        return str(UUID(value))
    except ValueError:
        raise ValueError("give a GUID, such as 1b4e28ba-2fa1-41d2-883f-0016d3cca427") from None


def _hosts(value: object) -> object:
    if not isinstance(value, str):
        return value
    hosts = tuple(value.casefold().replace(",", " ").split())
    if not hosts or any(set(host) & set("/@?#") for host in hosts):
        raise ValueError(
            "give names of hosts, such as smba.trafficmanager.net, or .teams.microsoft.com for "
            "all that end so"
        )
    return hosts


def _geos(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        given = json.loads(value)
    # json raises RecursionError for deeply nested brackets.
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        raise ValueError(
            'give a JSON list of addresses, such as [{"root": "https://contosoeur.sharepoint.com", '
            '"my": "https://contosoeur-my.sharepoint.com", '
            '"admin": "https://contosoeur-admin.sharepoint.com"}]'
        )
    return given


def _scope(value: str) -> str:
    if not value.endswith("/.default"):
        raise ValueError("give a scope, such as https://api.botframework.com/.default")
    return value


def _resource(value: str) -> str:
    if not value.startswith(("api://", "https://")):
        raise ValueError(
            "give the Application ID URI of the registration, such as "
            "api://photobot.contoso.com/botid-1b4e28ba-2fa1-41d2-883f-0016d3cca427"
        )
    return value.rstrip("/")


Address = Annotated[str, AfterValidator(_address)]
Link = Annotated[str, AfterValidator(_link)]
Helpdesk = Annotated[str, AfterValidator(_helpdesk)]
Guid = Annotated[str, AfterValidator(_guid)]
Scope = Annotated[str, AfterValidator(_scope)]
Resource = Annotated[str, AfterValidator(_resource)]
Hosts = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_hosts)]


class GeoAddresses(BaseModel):
    """The three SharePoint hosts of one geo."""

    root: Address
    my: Address
    admin: Address


Geos = Annotated[tuple[GeoAddresses, ...], NoDecode, BeforeValidator(_geos)]


class Settings(BaseSettings):
    """The settings of an administrator; an address that is None comes from the cloud's preset."""

    model_config = SettingsConfigDict(
        env_ignore_empty=True,
        extra="ignore",
        # The input may be a secret.
        hide_input_in_errors=True,
        # A secret that was read from a file ends in a newline.
        str_strip_whitespace=True,
    )

    # The bot's registration, and the tenant that it serves.
    app_id: Guid | None = Field(None, alias="MicrosoftAppId")
    app_password: SecretStr | None = Field(None, alias="MicrosoftAppPassword")
    app_type: Literal["SingleTenant", "UserAssignedMSI"] = Field(
        "SingleTenant", alias="MicrosoftAppType"
    )
    tenant_id: Guid | None = Field(None, alias="MicrosoftAppTenantId")

    # This process: where it listens, and what it keeps.
    host: str = Field("127.0.0.1", alias="PHOTOBOT_HOST")
    port: int = Field(3978, ge=0, le=65535, alias="PHOTOBOT_PORT")
    # Without authentication; allowed on loopback only (bot.config.problems).
    anonymous: bool = Field(False, alias="PHOTOBOT_ANONYMOUS")
    database_url: SecretStr | None = Field(None, alias="DATABASE_URL")
    folder: Path = Field(Path.home() / ".photobot", alias="PHOTOBOT_FOLDER")
    pictures: Literal["inline", "none"] = Field("inline", alias="PHOTOBOT_PICTURES")
    # Bytes of a picture that a person sends, capped while it is downloaded.
    largest_picture: int = Field(
        4 * 1024 * 1024, ge=64 * 1024, le=16 * 1024 * 1024, alias="PHOTOBOT_LARGEST_PICTURE"
    )
    # SharePoint pulls a photo at most once in 24 hours (docs/photo-sync.md, "Lazy pull").
    look_again_after: timedelta = Field(
        timedelta(hours=24),
        ge=timedelta(seconds=1),
        le=timedelta(days=30),
        alias="PHOTOBOT_LOOK_AGAIN_AFTER",
    )
    # Teams' limit for a bot in one tenant; an older text says 30 (docs/teams.md, "Rates").
    sends_per_second: int = Field(50, ge=2, alias="PHOTOBOT_SENDS_PER_SECOND")
    retention_days: int = Field(30, ge=1, le=3650, alias="PHOTOBOT_RETENTION_DAYS")

    # Microsoft's addresses: presets of a cloud, each of which can be overridden.
    cloud_name: Literal["public", "gcc", "gcch", "dod", "china"] = Field(
        "public", alias="PHOTOBOT_CLOUD"
    )
    ca_file: FilePath | None = Field(None, alias="PHOTOBOT_CA_FILE")
    login: Address | None = Field(None, alias="PHOTOBOT_LOGIN")
    graph: Address | None = Field(None, alias="PHOTOBOT_GRAPH")
    openid_metadata: Address | None = Field(None, alias="PHOTOBOT_OPENID_METADATA")
    issuer: Link | None = Field(None, alias="PHOTOBOT_ISSUER")
    bot_scope: Scope | None = Field(None, alias="PHOTOBOT_BOT_SCOPE")
    service_hosts: Hosts | None = Field(None, alias="PHOTOBOT_SERVICE_HOSTS")

    # The registration that reads photos, by default the bot's, and one that writes them.
    client_id: Guid | None = Field(None, alias="PHOTOBOT_CLIENT_ID")
    client_secret: SecretStr | None = Field(None, alias="PHOTOBOT_CLIENT_SECRET")
    certificate_file: FilePath | None = Field(None, alias="PHOTOBOT_CERTIFICATE_FILE")
    writer_client_id: Guid | None = Field(None, alias="PHOTOBOT_WRITER_CLIENT_ID")
    writer_certificate_file: FilePath | None = Field(None, alias="PHOTOBOT_WRITER_CERTIFICATE_FILE")
    sharepoint_root: Address | None = Field(None, alias="PHOTOBOT_SHAREPOINT_ROOT")
    sharepoint_my: Address | None = Field(None, alias="PHOTOBOT_SHAREPOINT_MY")
    sharepoint_admin: Address | None = Field(None, alias="PHOTOBOT_SHAREPOINT_ADMIN")
    sharepoint_geos: Geos = Field((), alias="PHOTOBOT_SHAREPOINT_GEOS")

    # Single sign-on, by which people's own copies are written with their own rights.
    sign_in: bool = Field(False, alias="PHOTOBOT_SIGN_IN")
    sign_in_resource: Resource | None = Field(None, alias="PHOTOBOT_SIGN_IN_RESOURCE")
    public_url: Address | None = Field(None, alias="PHOTOBOT_PUBLIC_URL")
    teams_js: Link = Field(
        "https://res.cdn.office.net/teams-js/2.58.0/js/MicrosoftTeams.min.js",
        alias="PHOTOBOT_TEAMS_JS",
    )

    # Pages that people are sent to.
    my_account: Link | None = Field(None, alias="PHOTOBOT_LINK_MY_ACCOUNT")
    portal: Link | None = Field(None, alias="PHOTOBOT_LINK_PORTAL")
    portal_name: str = Field("Microsoft 365 (Office.com)", alias="PHOTOBOT_PORTAL_NAME")
    about_sync: Link = Field(
        "https://go.microsoft.com/fwlink/?linkid=2022634", alias="PHOTOBOT_LINK_ABOUT_SYNC"
    )
    add_photo: Link = Field(
        "https://support.microsoft.com/topic/add-your-profile-photo-to-microsoft-365-"
        "2eaf93fd-b3f1-43b9-9cdc-bdcd548435b7",
        alias="PHOTOBOT_LINK_ADD_PHOTO",
    )
    helpdesk: Helpdesk | None = Field(None, alias="PHOTOBOT_HELPDESK")

    @property
    def cloud(self) -> Cloud:
        """The addresses of the chosen cloud."""
        return CLOUDS[self.cloud_name]

    @property
    def authority(self) -> str:
        """Address of the tenant in Entra ID."""
        return f"{self.login or self.cloud.login}/{self.tenant_id}"

    @property
    def resource(self) -> str:
        """The Application ID URI of the bot's API, the audience of single sign-on tokens."""
        return self.sign_in_resource or f"api://botid-{self.app_id}"
