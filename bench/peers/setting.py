"""What the surroundings tell a peer, by its environment."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ISSUER = "https://api.botframework.com"
CARD_TYPE = "application/vnd.microsoft.card.adaptive"


@dataclass(frozen=True)
class Setting:
    """Where a peer serves, who it is, and who signs, logs in and takes its messages."""

    port: int
    app_id: str
    secret: str
    tenant_id: str
    authority: str
    openid_metadata: str
    keys: str
    service_url: str
    card: dict[str, Any]


def read_setting() -> Setting:
    """Read the environment; raises KeyError."""
    given = os.environ
    return Setting(
        port=int(given["PORT"]),
        app_id=given["APP_ID"],
        secret=given["APP_SECRET"],
        tenant_id=given["TENANT_ID"],
        authority=given["AUTHORITY"],
        openid_metadata=given["OPENID_METADATA"],
        keys=given["KEYS"],
        service_url=given["SERVICE_URL"],
        card=json.loads(Path(given["CARD"]).read_text()),
    )
