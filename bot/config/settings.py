"""Every setting: an environment variable, typed and validated at the start.

The bot's identity has the names that Azure gives it; everything else starts with PHOTOBOT_.
"""

from collections.abc import Mapping
from datetime import time, timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field, FilePath, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.config.addresses import (
    Address,
    Clock,
    Geos,
    Guid,
    Helpdesk,
    Hosts,
    Integrity,
    Link,
    Resource,
    Scope,
    Site,
)
from bot.config.clouds import CLOUDS, Cloud
from bot.config.company_text import Text
from bot.config.working_time import Days, Groups, Hours, Zone

# The hash is in the README of that version of the npm package @microsoft/teams-js.
TEAMS_JS = "https://res.cdn.office.net/teams-js/2.58.0/js/MicrosoftTeams.min.js"
TEAMS_JS_INTEGRITY = "sha384-sMo/EOqQPa1OCup2/VBRum7oFeOS22kvs8WGDc45xK53tUVZzFR5WwFYDUYN1LO4"


class Settings(BaseSettings):
    """The settings of an administrator; an address that is None comes from the cloud's preset."""

    model_config = SettingsConfigDict(
        env_ignore_empty=True,
        extra="ignore",
        # The input may be a secret.
        hide_input_in_errors=True,
    )

    @model_validator(mode="before")
    @classmethod
    def without_blanks(cls, values: Mapping[str, object]) -> dict[str, object]:
        """Strip every value, of whatever type; one of blanks alone is as good as none.

        A secret that was read from a file ends in a newline, and each line of a file that was
        written on Windows in a carriage return.
        """
        stripped = {
            name: value.strip() if isinstance(value, str) else value
            for name, value in values.items()
        }
        return {name: value for name, value in stripped.items() if value != ""}

    # The bot's registration, and the tenant that it serves.
    app_id: Guid | None = Field(None, alias="MicrosoftAppId")
    app_password: SecretStr | None = Field(None, alias="MicrosoftAppPassword")
    app_type: Literal["SingleTenant", "UserAssignedMSI"] = Field(
        "SingleTenant", alias="MicrosoftAppType"
    )
    tenant_id: Guid | None = Field(None, alias="MicrosoftAppTenantId")
    # The id of the bot's app in the catalog of Teams apps; without it, the id is looked up.
    catalog_app_id: Guid | None = Field(None, alias="PHOTOBOT_CATALOG_APP_ID")

    # This process: where it listens, and what it keeps.
    host: str = Field("127.0.0.1", alias="PHOTOBOT_HOST")
    port: int = Field(3978, ge=0, le=65535, alias="PHOTOBOT_PORT")
    # Without authentication; allowed on loopback only (bot.config.problems).
    anonymous: bool = Field(False, alias="PHOTOBOT_ANONYMOUS")
    # What bot and worker go by in place of this machine's clock: days may pass there in seconds.
    clock: Clock | None = Field(None, alias="PHOTOBOT_CLOCK")
    database_url: SecretStr | None = Field(None, alias="DATABASE_URL")
    folder: Path = Field(Path.home() / ".photobot", alias="PHOTOBOT_FOLDER")
    # Whether answers where others read are messages that one person sees, and slash commands.
    targeted: Literal["auto", "off"] = Field("auto", alias="PHOTOBOT_TARGETED")
    pictures: Literal["inline", "https", "none"] = Field("inline", alias="PHOTOBOT_PICTURES")
    # How long the address of a picture on a card leads to it; its key is kept a day longer.
    pictures_good_for: timedelta = Field(
        timedelta(hours=1),
        ge=timedelta(minutes=1),
        le=timedelta(days=1),
        alias="PHOTOBOT_PICTURES_GOOD_FOR",
    )
    # Bytes of a picture that a person sends, capped while it is downloaded.
    largest_picture: int = Field(
        16 * 1024 * 1024, ge=64 * 1024, le=16 * 1024 * 1024, alias="PHOTOBOT_LARGEST_PICTURE"
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

    # Whose photo changes are noticed, and how often is looked: a delta link lasts for seven days.
    watch: Literal["off", "shadow", "pilot", "on"] = Field("off", alias="PHOTOBOT_WATCH")
    watch_every: timedelta = Field(
        timedelta(hours=6),
        ge=timedelta(seconds=1),
        le=timedelta(days=7),
        alias="PHOTOBOT_WATCH_EVERY",
    )
    watch_guests: bool = Field(False, alias="PHOTOBOT_WATCH_GUESTS")
    watch_disabled: bool = Field(False, alias="PHOTOBOT_WATCH_DISABLED")
    watch_policy: Literal["ask", "sync_and_tell", "sync_quietly"] = Field(
        "ask", alias="PHOTOBOT_WATCH_POLICY"
    )
    # Photos mostly follow within a day by themselves (docs/photo-sync.md, "Lazy pull").
    watch_grace: timedelta = Field(
        timedelta(hours=24), ge=timedelta(), le=timedelta(days=7), alias="PHOTOBOT_WATCH_GRACE"
    )
    watch_pilot_groups: Groups = Field((), alias="PHOTOBOT_WATCH_PILOT_GROUPS")
    watch_excluded_groups: Groups = Field((), alias="PHOTOBOT_WATCH_EXCLUDED_GROUPS")
    watch_hours: Hours = Field((time(9), time(17)), alias="PHOTOBOT_WATCH_HOURS")
    watch_days: Days = Field(frozenset(range(5)), alias="PHOTOBOT_WATCH_DAYS")
    # Of people whose own time zone is not known.
    time_zone: Zone = Field(ZoneInfo("UTC"), alias="PHOTOBOT_TIME_ZONE")
    # People whose photos change within a day: more of them are somebody's mistake.
    watch_blast_limit: int = Field(100, ge=1, alias="PHOTOBOT_WATCH_BLAST_LIMIT")
    # Percent of what SharePoint grants (docs/photo-sync.md, "Census").
    census_share: int = Field(25, ge=1, le=100, alias="PHOTOBOT_CENSUS_SHARE")

    # Who is an agent of the helpdesk, whom agents can't handle, and what they see of others.
    helpdesk_groups: Groups = Field((), alias="PHOTOBOT_HELPDESK_GROUPS")
    helpdesk_excluded_groups: Groups = Field((), alias="PHOTOBOT_HELPDESK_EXCLUDED_GROUPS")
    helpdesk_sees: Literal["state", "pictures"] = Field("state", alias="PHOTOBOT_HELPDESK_SEES")

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
    service_url: Address | None = Field(None, alias="PHOTOBOT_SERVICE_URL")

    # The registration that reads photos, by default the bot's, and one that writes them.
    client_id: Guid | None = Field(None, alias="PHOTOBOT_CLIENT_ID")
    client_secret: SecretStr | None = Field(None, alias="PHOTOBOT_CLIENT_SECRET")
    certificate_file: FilePath | None = Field(None, alias="PHOTOBOT_CERTIFICATE_FILE")
    writer_client_id: Guid | None = Field(None, alias="PHOTOBOT_WRITER_CLIENT_ID")
    writer_certificate_file: FilePath | None = Field(None, alias="PHOTOBOT_WRITER_CERTIFICATE_FILE")
    sharepoint_root: Site | None = Field(None, alias="PHOTOBOT_SHAREPOINT_ROOT")
    sharepoint_my: Site | None = Field(None, alias="PHOTOBOT_SHAREPOINT_MY")
    sharepoint_admin: Site | None = Field(None, alias="PHOTOBOT_SHAREPOINT_ADMIN")
    sharepoint_geos: Geos = Field((), alias="PHOTOBOT_SHAREPOINT_GEOS")

    # Single sign-on, by which people's own copies are written with their own rights.
    sign_in: bool = Field(False, alias="PHOTOBOT_SIGN_IN")
    sign_in_resource: Resource | None = Field(None, alias="PHOTOBOT_SIGN_IN_RESOURCE")
    public_url: Address | None = Field(None, alias="PHOTOBOT_PUBLIC_URL")
    teams_js: Link = Field(TEAMS_JS, alias="PHOTOBOT_TEAMS_JS")
    teams_js_integrity: Integrity | None = Field(None, alias="PHOTOBOT_TEAMS_JS_INTEGRITY")

    # Pages that people are sent to.
    my_account: Link | None = Field(None, alias="PHOTOBOT_LINK_MY_ACCOUNT")
    portal: Link | None = Field(None, alias="PHOTOBOT_LINK_PORTAL")
    photobot: Link | None = Field(None, alias="PHOTOBOT_LINK_PHOTOBOT")
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

    # The company's own words for the pages about Photobot, as a page of its own or as a text.
    privacy_link: Link | None = Field(None, alias="PHOTOBOT_LINK_PRIVACY")
    terms_link: Link | None = Field(None, alias="PHOTOBOT_LINK_TERMS")
    support_link: Link | None = Field(None, alias="PHOTOBOT_LINK_SUPPORT")
    privacy_text: Text | None = Field(None, alias="PHOTOBOT_PRIVACY_FILE")
    terms_text: Text | None = Field(None, alias="PHOTOBOT_TERMS_FILE")
    support_text: Text | None = Field(None, alias="PHOTOBOT_SUPPORT_FILE")

    @property
    def cloud(self) -> Cloud:
        """The addresses of the chosen cloud."""
        return CLOUDS[self.cloud_name]

    @property
    def uses_targeted(self) -> bool:
        """Whether targeted messages are sent: where the cloud is known to have them."""
        return self.targeted == "auto" and self.cloud.has_targeted

    @property
    def authority(self) -> str:
        """Address of the tenant in Entra ID."""
        return f"{self.login or self.cloud.login}/{self.tenant_id}"

    @property
    def hash_of_teams_js(self) -> str | None:
        """The only content that TeamsJS may have; None where another address has no hash set."""
        pinned = TEAMS_JS_INTEGRITY if self.teams_js == TEAMS_JS else None
        return self.teams_js_integrity or pinned

    @property
    def resource(self) -> str:
        """The Application ID URI of the bot's API, the audience of single sign-on tokens."""
        return self.sign_in_resource or f"api://botid-{self.app_id}"
