"""How big a message is for Teams: UTF-16, pictures in base64 not counted."""

import json
import re
from collections.abc import Mapping
from typing import Any

LIMIT = 100 * 1024
"""Bytes."""

_INLINE_PICTURE = re.compile(r"data:image/[\w.+-]+;base64,[A-Za-z0-9+/=]*")


def message_size(activity: Mapping[str, Any]) -> int:
    """Bytes that count against the limit."""
    written = json.dumps(activity, ensure_ascii=False, separators=(",", ":"))
    return len(_INLINE_PICTURE.sub("", written).encode("utf-16-le"))
