"""Problems with the settings: which setting is wrong, and what to do about it."""

import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from bot.config.certificate import certificate_in, private_key_in
from bot.config.settings import Settings
from bot.core.failures import StartRefused
from bot.http.hosts import is_loopback

UNREADABLE = "let the user that Photobot runs as read this file"


@dataclass(frozen=True)
class Problem:
    """A setting that prevents the start, and what to do about it."""

    setting: str
    remedy: str


class SettingsRefused(StartRefused):
    """The settings can't be used; `problems` holds all problems, not only the first."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        each_of_them = (f"\n  {each.setting}: {each.remedy}" for each in problems)
        super().__init__("these settings are missing or wrong:" + "".join(each_of_them))
        self.problems = problems


def read_settings() -> Settings:
    """Read the environment; raises SettingsRefused where a value doesn't fit its type."""
    try:
        return Settings()
    except ValidationError as error:
        found = tuple(
            Problem(".".join(map(str, item["loc"])), _remedy_for_type(item["type"], item["msg"]))
            for item in error.errors(include_url=False, include_input=False)
        )
        raise SettingsRefused(found) from None


def read_settings_to_serve() -> Settings:
    """Read the environment for a bot that faces Teams; raises SettingsRefused."""
    return _read_settings_and_check(_problems_to_serve)


def read_settings_for_services() -> Settings:
    """Read the environment for a command that calls Microsoft 365; raises SettingsRefused."""
    return _read_settings_and_check(_problems_of_services)


def _read_settings_and_check(problems: Callable[[Settings], Iterator[Problem]]) -> Settings:
    settings = read_settings()
    if found := (*problems(settings), *_problems_of_files(settings)):
        raise SettingsRefused(found)
    return settings


def problems_of(settings: Settings) -> tuple[Problem, ...]:
    """List what prevents the bot or a command from starting, once for each setting."""
    found = (*_problems_to_serve(settings), *_problems_of_services(settings))
    # Both lists may name one setting: keep the first, which says what the bot itself needs.
    return tuple({problem.setting: problem for problem in reversed(found)}.values())[::-1]


def _problems_to_serve(settings: Settings) -> Iterator[Problem]:
    yield from _problems_of_identity(settings)
    if settings.client_id:
        yield from _problems_of_credential(settings)
    yield from _problems_of_sharepoint(settings)
    yield from _problems_of_writer(settings)
    yield from _problems_of_sign_in(settings)
    if settings.pictures == "https" and settings.public_url is None:
        yield Problem(
            "PHOTOBOT_PUBLIC_URL",
            "set it to the address at which people's clients reach the bot: with "
            "PHOTOBOT_PICTURES=https they fetch the pictures of cards there",
        )


def _problems_of_services(settings: Settings) -> Iterator[Problem]:
    if settings.tenant_id is None:
        yield Problem("MicrosoftAppTenantId", "set it to the id of your Entra tenant")
    if not (settings.client_id or settings.app_id):
        yield Problem(
            "PHOTOBOT_CLIENT_ID",
            "set it to the application (client) id of the registration that reads photos",
        )
    yield from _problems_of_credential(settings)
    yield from _problems_of_sharepoint(settings)
    yield from _problems_of_writer(settings)


def _problems_of_credential(settings: Settings) -> Iterator[Problem]:
    # Without a registration of its own, the reader signs in as the bot.
    is_bot = settings.client_id in {None, settings.app_id}
    if settings.app_type == "SingleTenant" and not (
        settings.certificate_file or settings.client_secret or (is_bot and settings.app_password)
    ):
        yield Problem(
            "PHOTOBOT_CERTIFICATE_FILE",
            "set it to a PEM file with the registration's private key and certificate",
        )


def _problems_of_sharepoint(settings: Settings) -> Iterator[Problem]:
    others = (settings.sharepoint_my, settings.sharepoint_admin, settings.sharepoint_geos)
    if settings.sharepoint_root is None and any(others):
        yield Problem(
            "PHOTOBOT_SHAREPOINT_ROOT",
            "without it no SharePoint site is asked: set it, such as to "
            f"https://contoso{settings.cloud.sharepoint_suffix}, or unset the other sites",
        )


def _problems_of_files(settings: Settings) -> Iterator[Problem]:
    for setting, file, remedy_for in (
        ("PHOTOBOT_CA_FILE", settings.ca_file, _remedy_for_authorities),
        ("PHOTOBOT_CERTIFICATE_FILE", settings.certificate_file, _remedy_for_certificate),
        (
            "PHOTOBOT_WRITER_CERTIFICATE_FILE",
            settings.writer_certificate_file,
            _remedy_for_certificate,
        ),
    ):
        if file and (remedy := remedy_for(file)):
            yield Problem(setting, remedy)


def _problems_of_writer(settings: Settings) -> Iterator[Problem]:
    writer, certificate = settings.writer_client_id, settings.writer_certificate_file
    if certificate and not writer:
        yield Problem(
            "PHOTOBOT_WRITER_CLIENT_ID",
            "set it to the application (client) id of the registration that writes photos",
        )
    if writer and writer == (settings.client_id or settings.app_id):
        yield Problem(
            "PHOTOBOT_WRITER_CLIENT_ID",
            "this registration reads photos already: give another one, or unset it",
        )
    if writer and not certificate and settings.app_type == "SingleTenant":
        yield Problem(
            "PHOTOBOT_WRITER_CERTIFICATE_FILE",
            "set it to a PEM file with the private key and certificate of the registration "
            "that writes photos",
        )


def _problems_of_sign_in(settings: Settings) -> Iterator[Problem]:
    if settings.sign_in and settings.anonymous:
        yield Problem(
            "PHOTOBOT_SIGN_IN", "nobody can be told apart: unset it, or unset PHOTOBOT_ANONYMOUS"
        )
    # The on-behalf-of flow needs a client credential.
    if settings.sign_in and settings.app_type == "UserAssignedMSI":
        yield Problem(
            "PHOTOBOT_SIGN_IN",
            "a managed identity can't act for people: unset it, or set MicrosoftAppType to "
            "SingleTenant and give the registration a certificate or a secret",
        )


def _problems_of_identity(settings: Settings) -> Iterator[Problem]:
    if settings.anonymous:
        if not is_loopback(settings.host):
            yield Problem(
                "PHOTOBOT_ANONYMOUS",
                "anybody could speak for anybody: set PHOTOBOT_HOST to 127.0.0.1, "
                "or unset PHOTOBOT_ANONYMOUS",
            )
        return
    if settings.app_id is None:
        yield Problem(
            "MicrosoftAppId",
            "set it to the application (client) id of the bot's registration; to try the bot "
            "without one on this machine alone, set PHOTOBOT_ANONYMOUS=true",
        )
    if settings.tenant_id is None:
        yield Problem("MicrosoftAppTenantId", "set it to the id of your Entra tenant")
    if settings.app_type == "SingleTenant" and not (
        settings.app_password or settings.certificate_file
    ):
        yield Problem(
            "MicrosoftAppPassword",
            "set it to a client secret of the bot's registration, or "
            "PHOTOBOT_CERTIFICATE_FILE to its certificate",
        )


def _remedy_for_type(kind: str, message: str) -> str:
    remedies = {
        "path_not_file": "there is no such file; give the path of one",
        "bool_parsing": "give true or false",
        "int_parsing": "give a whole number",
        "float_parsing": "give a number",
        "time_delta_parsing": "give a length of time, such as 24:00:00 or P1D",
        "missing": "is missing",
    }
    said = message.removeprefix("Value error, ").replace("Input should be", "must be")
    return remedies.get(kind, said)


def _remedy_for_certificate(file: Path) -> str | None:
    """Check that a client can sign with the file; `bot.doctor.certificate` says what is wrong."""
    try:
        pem = file.read_bytes()
    except OSError:
        return UNREADABLE
    if not isinstance(private_key_in(pem), str) and certificate_in(pem):
        return None
    return "give one PEM file that holds an unencrypted RSA private key and its certificate"


def _remedy_for_authorities(file: Path) -> str | None:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(file)
    except ssl.SSLError:
        return "give a PEM file with the certificates of your company's authority"
    except OSError:
        return UNREADABLE
    return None
