"""Which certificates outgoing connections trust."""

import ssl
from pathlib import Path


def trust(ca_file: Path | None) -> ssl.SSLContext:
    """Trust the system's authorities and, where given, those of one PEM file as well.

    Companies that inspect TLS exempt some hosts, so their own authority never stands alone.
    Raises OSError or ssl.SSLError for a file that cannot be used.
    """
    context = ssl.create_default_context()
    if ca_file is not None:
        context.load_verify_locations(cafile=ca_file)
    return context
