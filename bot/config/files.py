"""Whether the files that settings name hold what they must; the doctor looks more closely."""

import ssl
from pathlib import Path

UNREADABLE = "let the user that Photobot runs as read this file"


def trouble_with_certificate(file: Path) -> str | None:
    """What to do about a file that can't prove who an application is."""
    try:
        pem = file.read_bytes()
    except OSError:
        return UNREADABLE
    key, certificate = b"PRIVATE KEY-----", b"-----BEGIN CERTIFICATE-----"
    if key in pem and certificate in pem and b"ENCRYPTED" not in pem:
        return None
    return "give one PEM file that holds an unencrypted RSA private key and its certificate"


def trouble_with_authorities(file: Path) -> str | None:
    """What to do about a file of certificate authorities that can't be trusted."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(file)
    except ssl.SSLError:
        return "give a PEM file with the certificates of your company's authority"
    except OSError:
        return UNREADABLE
    return None
