"""`python -m bot package`: the Teams app package, filled in for one registration."""

import json
import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo, is_zipfile

from jsonschema_rs import Draft4Validator

from bot.about.pages import PATHS
from bot.commands.result import CommandResult
from bot.config.settings import Settings
from bot.m365.permissions import INSTALL_AND_CONSENT, INSTALL_SELF

FOLDER = Path(__file__).resolve().parents[2] / "manifest"
MANIFEST = "manifest.json"
# Microsoft's schema of the manifest, and of each file with its words in another language.
SCHEMA, TRANSLATED = "MicrosoftTeams.schema.json", "MicrosoftTeams.Localization.schema.json"
ICONS = ("color.png", "outline.png")
# What only the helpdesk needs: the message extension, whose commands Teams shows to everybody who
# has the app, and the consent to read receipts, for which Teams asks whoever installs it.
COMMANDS, CONSENTS = "composeExtensions", "authorization"
# What lets people write to the bot without others seeing it, and the commands that do so.
TARGETED, TRIGGERS = "supportsTargetedMessages", "triggers"
# A zip file holds times; with this one, the earliest that it can hold, equal files are equal bytes.
EPOCH = (1980, 1, 1, 0, 0, 0)
GIVE_HOST = (
    "Give the bot's host name with --domain, such as photobot.contoso.com, or set "
    "PHOTOBOT_PUBLIC_URL to its https address."
)
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")


def write_package(
    settings: Settings,
    file: Path,
    *,
    domain: str | None,
    helpdesk: bool | None,
    read_receipts: bool,
) -> CommandResult:
    """Write the zip file that Teams takes; raises OSError where it can't be written.

    Args:
        domain: host name under which the bot can be reached; None for PHOTOBOT_PUBLIC_URL.
        helpdesk: whether to offer the commands of the message extension; None to do so where the
            settings name agents.
        read_receipts: whether to ask for the consent to read receipts with them.
    """
    app_id = settings.app_id
    address = (settings.public_url or "") if domain is None else f"https://{domain}"
    host = (urlsplit(address).hostname or "") if domain is None else domain
    if app_id is None:
        return CommandResult.failed({}, "Set MicrosoftAppId: the registration's application id.")
    # The schema would take http, which a simulated bot alone may have.
    if not _HOST.fullmatch(host) or urlsplit(address).scheme != "https":
        reason = GIVE_HOST if domain is None else f'"{domain}" is not a host name. {GIVE_HOST}'
        return CommandResult.failed({}, reason)
    if file.exists() and not _may_be_replaced(file):
        reason = (
            f"{file} already exists and isn't an app package. Give another name, such as "
            "photobot.zip."
        )
        return CommandResult.failed({"file": str(file)}, reason)
    with_helpdesk = bool(settings.helpdesk_groups) if helpdesk is None else helpdesk
    left_out: tuple[str, ...] = (COMMANDS, CONSENTS)
    if with_helpdesk:
        left_out = () if read_receipts else (CONSENTS,)
    values = {"MicrosoftAppId": app_id, "PHOTOBOT_PUBLIC_URL": address, "PHOTOBOT_DOMAIN": host}
    manifest = _without(_filled_in(MANIFEST, values), *left_out)
    translated = [each["file"] for each in manifest["localizationInfo"]["additionalLanguages"]]
    if not settings.uses_targeted:
        _leave_out_targeted(manifest)
    texts = {MANIFEST: manifest}
    texts |= {name: _without(_filled_in(name, values), *left_out) for name in translated}
    if wrong := list(_problems_of(texts)):
        reason = f"Teams would refuse it: {'; '.join(wrong)}"
        return CommandResult.failed({"problems": wrong}, reason)
    _write_whole(file, _zip_of(texts))
    pages = [f"{address}{path}" for path in PATHS]
    consents, permissions = _consents_in(manifest), manifest.get("permissions", [])
    lines = (
        f"Wrote {file}: upload it in the Teams admin centre.",
        f"It sends people to {', '.join(pages)}: `python -m bot doctor` says whether they open.",
        f"It asks Teams for {', '.join(permissions)}: who people are, and to write to members of a "
        "team.",
        _said_of_targeted(manifest),
        *_said_of(with_helpdesk, consents),
    )
    found = {
        "file": str(file),
        "app_id": app_id,
        "domain": host,
        "pages": pages,
        "targeted": bool(manifest["bots"][0].get(TARGETED)),
        "helpdesk": with_helpdesk,
        "permissions": permissions,
        "consents": consents,
    }
    return CommandResult(found, lines)


def _may_be_replaced(file: Path) -> bool:
    """Tell whether it is a package, or empty, as mktemp leaves one; a pipe or device is neither."""
    return file.is_file() and (file.stat().st_size == 0 or is_zipfile(file))


def _write_whole(file: Path, content: bytes) -> None:
    """Write all of it or nothing: half a package would be refused as none the next time."""
    # Where a link leads, so that the link stays.
    file = file.resolve()
    with TemporaryDirectory(prefix=f"{file.name}.", dir=file.parent) as folder:
        fresh = Path(folder) / file.name
        fresh.write_bytes(content)
        fresh.replace(file)


def _leave_out_targeted(manifest: dict[str, Any]) -> None:
    """Leave out that people may write to the bot unseen: its commands are then mentions alone."""
    for bot in manifest["bots"]:
        del bot[TARGETED]
        for commands in bot["commandLists"]:
            commands.pop(TRIGGERS, None)


def _said_of_targeted(manifest: Mapping[str, Any]) -> str:
    if manifest["bots"][0].get(TARGETED):
        return (
            "Its commands are slash commands too: in group chats and channels nobody else sees "
            "what is asked with one. PHOTOBOT_TARGETED=off leaves that out."
        )
    return (
        "It has no slash commands of the bot: PHOTOBOT_TARGETED is off, or this cloud is not known "
        "to have targeted messages."
    )


def _said_of(with_helpdesk: bool, consents: list[str]) -> tuple[str, ...]:
    if not with_helpdesk:
        return (
            "It has no commands for the helpdesk and asks for no consent: give --helpdesk, or set "
            "PHOTOBOT_HELPDESK_GROUPS.",
        )
    offers = "It offers the helpdesk's commands, which Teams shows to everybody who has the app."
    if not consents:
        return offers, "It asks for no consent, so that Teams tells nothing of what people read."
    return (
        offers,
        f"Whoever installs or approves the app consents to {', '.join(consents)}: Teams tells the "
        "bot up to where somebody read their chat with it, and no more.",
        f"To install itself for people, the bot then needs {INSTALL_AND_CONSENT} in place of "
        f"{INSTALL_SELF}; --no-read-receipts leaves the consent out.",
    )


def _consents_in(texts: dict[str, Any]) -> list[str]:
    """Return the resource-specific permissions that a manifest asks for."""
    permissions = texts.get("authorization", {}).get("permissions", {})
    return [each["name"] for each in permissions.get("resourceSpecific", ())]


def _filled_in(name: str, values: Mapping[str, str]) -> dict[str, Any]:
    text = (FOLDER / name).read_text("utf-8")
    for placeholder, value in values.items():
        text = text.replace(f"{{{{{placeholder}}}}}", value)
    filled_in: dict[str, Any] = json.loads(text)
    return filled_in


def _problems_of(texts: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Say what doesn't follow Microsoft's schemas, and where."""
    for name, text in texts.items():
        schema = SCHEMA if name == MANIFEST else TRANSLATED
        validator = Draft4Validator(json.loads((FOLDER / "schemas" / schema).read_text("utf-8")))
        for error in validator.iter_errors(text):
            place = ".".join(map(str, error.instance_path))
            yield f"{name}: {place}: {error.message}" if place else f"{name}: {error.message}"


def _zip_of(texts: Mapping[str, Mapping[str, Any]]) -> bytes:
    files = {
        name: json.dumps(text, ensure_ascii=False, indent=2).encode()
        for name, text in texts.items()
    }
    files |= {name: (FOLDER / name).read_bytes() for name in ICONS}
    whole = BytesIO()
    with ZipFile(whole, "w", ZIP_DEFLATED) as package:
        for name, content in files.items():
            entry = ZipInfo(name, EPOCH)
            # By default that of the machine's system.
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            package.writestr(entry, content, ZIP_DEFLATED)
    return whole.getvalue()


def _without(texts: dict[str, Any], *left_out: str) -> dict[str, Any]:
    """Leave out parts of a manifest, or the translations of their words."""
    return {name: value for name, value in texts.items() if not name.startswith(left_out)}
