"""The request digest (X-RequestDigest), which writes carry; it is valid for half an hour."""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from secrets import token_bytes

from simulation.sharepoint.odata import Entity

VALIDITY = timedelta(seconds=1800)
STAMP = "%d %b %Y %H:%M:%S +0000"


@dataclass(frozen=True)
class Digests:
    """Issues digests and validates them."""

    key: bytes = field(default_factory=lambda: token_bytes(32))

    def new(self, now: datetime) -> str:
        """Issue a digest."""
        stamp = now.strftime(STAMP)
        return f"0x{self._signature(stamp)},{stamp}"

    def is_valid(self, digest: str, now: datetime) -> bool:
        """Tell whether the digest was issued here and has not aged."""
        signature, _, stamp = digest.removeprefix("0x").partition(",")
        if not hmac.compare_digest(signature.encode(), self._signature(stamp).encode()):
            return False
        issued = datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)
        return now - issued <= VALIDITY

    def _signature(self, stamp: str) -> str:
        return hmac.new(self.key, stamp.encode(), hashlib.sha256).hexdigest().upper()


def context_information(host: str, digest: str) -> Entity:
    """Return what `contextinfo` answers."""
    fields = {
        "FormDigestTimeoutSeconds": int(VALIDITY.total_seconds()),
        "FormDigestValue": digest,
        "LibraryVersion": "16.0.26722.12008",
        "SiteFullUrl": host,
        "SupportedSchemaVersions": ["14.0.0.0", "15.0.0.0"],
        "WebFullUrl": host,
    }
    return Entity("SP.ContextWebInformation", "", fields)
