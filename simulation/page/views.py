"""What the page is sent, as plain JSON values."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import Any

from PIL import Image

from simulation.channel.conversations import Conversation
from simulation.channel.messages import Message
from simulation.page.ports import PagePerson

Json = dict[str, Any]
COPIES = ("cloud", "L", "M", "S")


def person(someone: PagePerson, user_id: str, tenant_id: str, photo: Json | None) -> Json:
    """Describe a person, with the address of their Microsoft 365 photo."""
    return {
        "id": someone.id,
        "userId": user_id,
        "tenant": tenant_id,
        "name": someone.display_name,
        "upn": someone.upn,
        "about": someone.about,
        "guest": someone.user_type == "Guest",
        "photo": photo,
    }


def conversation(where: Conversation) -> Json:
    """Describe a chat or channel for the list."""
    return {
        "id": where.id,
        "kind": where.kind.value,
        "name": where.name,
        "team": where.team,
        "members": len(where.members),
    }


def message(said: Message) -> Json:
    """Describe a message."""
    sent = said.sent.isoformat()
    return asdict(said) | {"sent": sent, "edited": said.edited and said.edited.isoformat()}


def holdings(person_id: str, snapshot: Mapping[str, Any]) -> Json:
    """Describe the stored pictures of a person, and the sync properties."""
    profile = snapshot["profile"]
    return {
        "person": person_id,
        "copies": {name: copy(person_id, name, snapshot) for name in COPIES},
        "profile": None
        if profile is None
        else {
            "placeholder": profile.get("SPS-PicturePlaceholderState") == "1",
            "syncs": profile.get("SPS-PictureExchangeSyncState") == "1",
        },
        "lastPull": _time(snapshot.get("last_pull")),
    }


def copy(person_id: str, name: str, snapshot: Mapping[str, Any]) -> Json | None:
    """Describe one stored picture: its address (new when it changes), pixels and time of change."""
    stored = stored_copy(name, snapshot)
    if stored is None:
        return None
    jpeg: bytes = stored["jpeg"]
    width, height = _pixels(jpeg)
    version = sha256(jpeg).hexdigest()[:16]
    return {
        "url": f"/api/people/{person_id}/copies/{name}?v={version}",
        "width": width,
        "height": height,
        "bytes": len(jpeg),
        "changed": _time(stored["changed"]),
    }


def stored_copy(name: str, snapshot: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the part of a snapshot for `cloud`, `L`, `M` or `S`."""
    stored: Mapping[str, Any] | None = (
        snapshot["cloud"] if name == "cloud" else snapshot["sharepoint"].get(name)
    )
    return stored


def _pixels(picture: bytes) -> tuple[int, int]:
    try:
        with Image.open(BytesIO(picture)) as image:
            return image.size
    except OSError:
        return 0, 0


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
