"""Settings that are addresses of services, pages and hosts, and names of registrations."""

import json
import re
from typing import Annotated
from urllib.parse import SplitResult, urlsplit
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator
from pydantic_settings import NoDecode

from bot.http.hosts import is_loopback


def _address(value: str) -> str:
    parts = _parts(value)
    if parts is None or parts.query or parts.fragment:
        raise ValueError("give an https address, such as https://photobot.contoso.com")
    return value.rstrip("/")


def _site(value: str) -> str:
    parts = _parts(value)
    if parts is None or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError(
            "give the https address of a host alone, such as https://contoso.sharepoint.com"
        )
    return value.rstrip("/")


def _clock(value: str) -> str:
    parts = _parts(value)
    if parts is None or not is_loopback(parts.hostname):
        raise ValueError("only a simulated tenant has one, on this machine: unset it")
    return value


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
    """Split an https address, or an http one on loopback; None for anything else.

    Raises ValueError where it names a user.
    """
    # urlsplit takes a blank for a part of the host, and leaves line breaks out.
    if any(each.isspace() for each in value):
        return None
    try:
        parts = urlsplit(value)
        # `port` raises ValueError where it isn't a number.
        usable = parts.hostname and parts.port != 0
    except ValueError:
        return None
    # Security: addresses are shown on cards and pages, and the doctor prints them.
    if "@" in parts.netloc:
        raise ValueError("leave the user's name and password out of the address")
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
    if not hosts or any(set(host) & set("/@?#") or "*" in _names(host) for host in hosts):
        raise ValueError(
            "give names of hosts, such as smba.trafficmanager.net, or .teams.microsoft.com for "
            "all that end so"
        )
    return hosts


def _names(host: str) -> str:
    """Leave out the `*` of `*.contoso.com`, which may stand for all that ends so."""
    return host.removeprefix("*") if host.startswith("*.") else host


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


def _integrity(value: str) -> str:
    if not re.fullmatch(r"sha(256|384|512)-[A-Za-z0-9+/]{43,86}={0,2}", value):
        raise ValueError("give the hash of the file, such as sha384- and 64 characters of base64")
    return value


Address = Annotated[str, AfterValidator(_address)]
# Of SharePoint, whose paths Photobot writes itself.
Site = Annotated[str, AfterValidator(_site)]
Clock = Annotated[str, AfterValidator(_clock)]
Link = Annotated[str, AfterValidator(_link)]
Helpdesk = Annotated[str, AfterValidator(_helpdesk)]
Integrity = Annotated[str, AfterValidator(_integrity)]
Guid = Annotated[str, AfterValidator(_guid)]
Scope = Annotated[str, AfterValidator(_scope)]
Resource = Annotated[str, AfterValidator(_resource)]
Hosts = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_hosts)]


class GeoAddresses(BaseModel):
    """The three SharePoint hosts of one geo."""

    root: Site
    my: Site
    admin: Site


Geos = Annotated[tuple[GeoAddresses, ...], NoDecode, BeforeValidator(_geos)]
