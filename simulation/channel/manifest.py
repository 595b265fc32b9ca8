"""The manifest of the bot's app: its commands, and the consents that it asks for."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Json = Mapping[str, Any]
READ_RECEIPTS = "ChatMessageReadReceipt.Read.Chat"


@dataclass(frozen=True)
class Command:
    """A command of the message extension, in one language.

    `kind` is `action` or `query`, `contexts` are `compose`, `commandBox` and `message`. `slash`
    lists it among the slash commands of group chats and channels, which no query is
    (docs/teams.md, "Message extensions").
    """

    id: str
    kind: str
    title: str
    description: str
    contexts: tuple[str, ...]
    slash: bool
    fetches_dialog: bool
    runs_at_first: bool
    parameters: tuple[Json, ...]


@dataclass(frozen=True)
class SlashCommand:
    """A command of the bot that nobody else sees, in one language.

    `scopes` are `team` and `groupChat` (docs/teams.md, "Targeted messages").
    """

    title: str
    description: str
    scopes: tuple[str, ...]


@dataclass(frozen=True)
class Manifest:
    """A manifest, and its words in other languages by language tag in lower case."""

    content: Json = field(default_factory=dict)
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def commands(self, locale: str) -> list[Command]:
        """Return the commands in the language of a client, or in the default one."""
        translated = _translated(self.content, self._words(locale.lower()))
        extensions = translated.get("composeExtensions") or []
        return [_command(each) for extension in extensions for each in extension["commands"]]

    @property
    def takes_targeted(self) -> bool:
        """Whether people may write messages that only the bot sees."""
        return any(bot.get("supportsTargetedMessages") for bot in self.content.get("bots", ()))

    def slash_commands(self, locale: str) -> list[SlashCommand]:
        """Return the bot's slash commands in the language of a client, or in the default one."""
        bots = _translated(self.content, self._words(locale.lower())).get("bots") or []
        return [
            SlashCommand(command["title"], command["description"], tuple(listed["scopes"]))
            for bot in bots
            if bot.get("supportsTargetedMessages")
            for listed in bot.get("commandLists", ())
            if "slash" in listed.get("triggers", ())
            for command in listed["commands"]
        ]

    def consents(self) -> set[str]:
        """Return the resource-specific permissions that whoever installs the app consents to."""
        permissions = self.content.get("authorization", {}).get("permissions", {})
        return {each["name"] for each in permissions.get("resourceSpecific", ())}

    def _words(self, locale: str) -> Mapping[str, str]:
        language = locale.partition("-")[0]
        return self.translations.get(locale) or self.translations.get(language) or {}


def read_manifest(folder: Path) -> Manifest:
    """Read `manifest.json` and its translations; without that file there are no commands."""
    if not (folder / "manifest.json").exists():
        return Manifest()
    content = _read(folder / "manifest.json")
    languages = content.get("localizationInfo", {}).get("additionalLanguages", ())
    return Manifest(
        content, {each["languageTag"].lower(): _read(folder / each["file"]) for each in languages}
    )


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def _command(command: Json) -> Command:
    kind = command.get("type", "query")
    return Command(
        id=command["id"],
        kind=kind,
        title=command["title"],
        description=command.get("description", ""),
        contexts=tuple(command.get("context", ("compose", "commandBox"))),
        slash=kind == "action" and "slash" in command.get("triggers", ()),
        fetches_dialog=command.get("fetchTask", False),
        runs_at_first=command.get("initialRun", False),
        parameters=tuple(command.get("parameters", ())),
    )


def _translated(value: Any, words: Mapping[str, str], path: str = "") -> Any:
    """Replace texts by those whose key is their path, such as `composeExtensions[0].id`."""
    if isinstance(value, Mapping):
        start = f"{path}." if path else ""
        return {key: _translated(each, words, start + key) for key, each in value.items()}
    if isinstance(value, list):
        return [_translated(each, words, f"{path}[{at}]") for at, each in enumerate(value)]
    return words.get(path, value)
