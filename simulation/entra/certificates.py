"""Certificates with which applications authenticate."""

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

VALIDITY = timedelta(days=365)


def thumbprints(certificate: x509.Certificate) -> Iterator[str]:
    """Yield the thumbprints that may stand in the header of an assertion: x5t and x5t#S256."""
    for algorithm in (hashes.SHA1(), hashes.SHA256()):  # noqa: S303 # nosec B303 # x5t is SHA-1
        yield urlsafe_b64encode(certificate.fingerprint(algorithm)).rstrip(b"=").decode()


def write_certificate(name: str, file: Path) -> x509.Certificate:
    """Create a self-signed certificate; the file (PEM, mode 0600) also holds its private key."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    certificate = _self_signed(name, key)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.touch(mode=0o600)
    file.chmod(0o600)
    file.write_bytes(private + certificate.public_bytes(Encoding.PEM))
    return certificate


def _self_signed(name: str, key: rsa.RSAPrivateKey) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + VALIDITY)
        .sign(key, hashes.SHA256())
    )
