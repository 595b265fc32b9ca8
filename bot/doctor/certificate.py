"""The certificate that the application proves itself with."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from bot.doctor.finding import Area, Finding, fine, problem, warning

SETTING = "PHOTOBOT_CERTIFICATE_FILE"
NEAR = timedelta(days=30)
RENEW = (
    "make a new one, upload its public part (Entra admin centre > App registrations > "
    f"Certificates & secrets > Certificates), and set {SETTING} to it"
)
WHOLE = f"{SETTING} must be one PEM file with an unencrypted RSA private key and its certificate"


def certificate_findings(file: Path | None, now: datetime) -> Iterator[Finding]:
    """Whether the file can be read, the key is the certificate's, and for how long it is good."""
    if file is None:
        yield fine(Area.CERTIFICATE, "file", f"none is used ({SETTING} is not set)")
        return
    try:
        pem = file.read_bytes()
    except OSError as error:
        what = f"cannot be read: {error.strerror}"
        yield problem(Area.CERTIFICATE, "file", what, "let the bot's user read it")
        return
    yield from _of_pem(pem, now)


def _of_pem(pem: bytes, now: datetime) -> Iterator[Finding]:
    certificate, key = _certificate(pem), _key(pem)
    if isinstance(certificate, Finding):
        yield certificate
    else:
        yield fine(Area.CERTIFICATE, "file", "holds a certificate")
    if isinstance(key, Finding):
        yield key
    if isinstance(certificate, Finding):
        return
    if not isinstance(key, Finding):
        yield _match(certificate, key)
    yield _validity(certificate, now)


def _certificate(pem: bytes) -> x509.Certificate | Finding:
    try:
        return x509.load_pem_x509_certificate(pem)
    except ValueError:
        return problem(Area.CERTIFICATE, "file", "holds no certificate", WHOLE)


def _key(pem: bytes) -> RSAPrivateKey | Finding:
    try:
        key = load_pem_private_key(pem, None)
    except TypeError:
        return problem(Area.CERTIFICATE, "private key", "is encrypted", WHOLE)
    except ValueError:
        return problem(Area.CERTIFICATE, "private key", "is not in the file", WHOLE)
    except Exception as error:  # noqa: BLE001 - unsupported algorithms have errors of many kinds
        return problem(Area.CERTIFICATE, "private key", type(error).__name__, WHOLE)
    if isinstance(key, RSAPrivateKey):
        return key
    return problem(Area.CERTIFICATE, "private key", "is not an RSA key", WHOLE)


def _match(certificate: x509.Certificate, key: RSAPrivateKey) -> Finding:
    public = certificate.public_key()
    if isinstance(public, RSAPublicKey) and public == key.public_key():
        return fine(Area.CERTIFICATE, "private key", "is the certificate's")
    return problem(Area.CERTIFICATE, "private key", "is another certificate's", WHOLE)


def _validity(certificate: x509.Certificate, now: datetime) -> Finding:
    left = certificate.not_valid_after_utc - now
    until = f"{certificate.not_valid_after_utc:%Y-%m-%d}"
    if now < certificate.not_valid_before_utc:
        since = f"{certificate.not_valid_before_utc:%Y-%m-%d}"
        return problem(Area.CERTIFICATE, "validity", f"not valid before {since}", RENEW)
    if left <= timedelta():
        return problem(Area.CERTIFICATE, "validity", f"expired on {until}", RENEW)
    what = f"{left.days} days left, until {until}"
    if left <= NEAR:
        return warning(Area.CERTIFICATE, "validity", what, RENEW)
    return fine(Area.CERTIFICATE, "validity", what)
