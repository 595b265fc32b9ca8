"""The form digest: proof that a write was meant, valid for half an hour."""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from secrets import token_bytes

from simulation.sharepoint.odata import Entity

VALID_FOR = timedelta(seconds=1800)
STAMP = "%d %b %Y %H:%M:%S +0000"


@dataclass(frozen=True)
class Digests:
    """Issues digests and knows its own."""

    key: bytes = field(default_factory=lambda: token_bytes(32))

    def new(self, now: datetime) -> str:
        """A digest that is valid from now on."""
        stamp = now.strftime(STAMP)
        return f"0x{self._seal(stamp)},{stamp}"

    def is_valid(self, digest: str, now: datetime) -> bool:
        """Whether it is one of ours and not too old."""
        seal, _, stamp = digest.removeprefix("0x").partition(",")
        if not hmac.compare_digest(seal.encode(), self._seal(stamp).encode()):
            return False
        issued = datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)
        return now - issued <= VALID_FOR

    def _seal(self, stamp: str) -> str:
        return hmac.new(self.key, stamp.encode(), hashlib.sha256).hexdigest().upper()


def context_information(host: str, digest: str) -> Entity:
    """What `contextinfo` answers."""
    fields = {
        "FormDigestTimeoutSeconds": int(VALID_FOR.total_seconds()),
        "FormDigestValue": digest,
        "LibraryVersion": "16.0.26722.12008",
        "SiteFullUrl": host,
        "SupportedSchemaVersions": ["14.0.0.0", "15.0.0.0"],
        "WebFullUrl": host,
    }
    return Entity("SP.ContextWebInformation", "", fields)
