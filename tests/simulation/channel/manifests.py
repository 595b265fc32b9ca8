"""The manifest of an app with a message extension."""

from typing import Any

from simulation.channel.manifest import Manifest

SEND: dict[str, Any] = {
    "id": "send",
    "type": "action",
    "title": "Send help",
    "description": "Send a card to somebody",
    "context": ["compose", "message", "commandBox"],
    "triggers": ["slash"],
    "fetchTask": True,
}
NOTE: dict[str, Any] = {
    "id": "note",
    "type": "action",
    "title": "Take a note",
    "context": ["compose"],
    "parameters": [{"name": "words", "title": "Words", "description": "What to note"}],
}
FIND: dict[str, Any] = {
    "id": "find",
    "title": "Find a case",
    "initialRun": True,
    "triggers": ["slash"],
    "parameters": [{"name": "who", "title": "Who", "description": "A name or a number"}],
}
CONSENT = {"name": "ChatMessageReadReceipt.Read.Chat", "type": "Application"}
CHINESE = {
    "composeExtensions[0].commands[0].title": "傳送說明",
    "composeExtensions[0].commands[2].parameters[0].title": "誰",
}


def manifest(*consents: dict[str, str]) -> Manifest:
    content = {
        "composeExtensions": [{"commands": [SEND, NOTE, FIND]}],
        "authorization": {"permissions": {"resourceSpecific": list(consents)}},
    }
    return Manifest(content, {"zh-tw": CHINESE})
