"""The certificate that an app registration signs in with."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

from bot.config.certificate import certificate_in, private_key_in
from bot.doctor.finding import Area, Finding, fault, fine, warning

# Time to get a new one through a company's processes.
EXPIRES_SOON = timedelta(days=30)
PLACE = "Entra admin centre > App registrations > the application > Certificates & secrets"
RENEW = "make a new one, upload its public part at {place}, and set {setting} to it"
WHOLE = "{setting} must be one PEM file with an unencrypted RSA private key and its certificate"


def certificate_findings(setting: str, file: Path | None, now: datetime) -> Iterator[Finding]:
    """Judge the file of a setting: readable, complete, its key the certificate's, and valid."""
    if file is None:
        yield fine(Area.CERTIFICATE, setting, "none is used")
        return
    try:
        pem = file.read_bytes()
    except OSError as error:
        what = f"cannot be read: {error.strerror}"
        yield fault(Area.CERTIFICATE, setting, what, "let the bot's user read it")
        return
    key, certificate = private_key_in(pem), certificate_in(pem)
    if certificate is None:
        yield _incomplete(setting, "holds no certificate")
    else:
        yield fine(Area.CERTIFICATE, setting, "holds a certificate")
        yield _validity(setting, certificate, now)
        if isinstance(key, RSAPrivateKey):
            yield _match(setting, certificate, key)
    if isinstance(key, str):
        yield _incomplete(setting, key)


def _match(setting: str, certificate: x509.Certificate, key: RSAPrivateKey) -> Finding:
    public = certificate.public_key()
    if isinstance(public, RSAPublicKey) and public == key.public_key():
        return fine(Area.CERTIFICATE, setting, "its private key is the certificate's")
    return _incomplete(setting, "its private key is another certificate's")


def _validity(setting: str, certificate: x509.Certificate, now: datetime) -> Finding:
    since, until = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    renew = RENEW.format(place=PLACE, setting=setting)
    if now < since:
        return fault(Area.CERTIFICATE, setting, f"not valid before {since:%Y-%m-%d}", renew)
    if until <= now:
        return fault(Area.CERTIFICATE, setting, f"expired on {until:%Y-%m-%d}", renew)
    what = f"{(until - now).days} days left, until {until:%Y-%m-%d}"
    if until - now <= EXPIRES_SOON:
        return warning(Area.CERTIFICATE, setting, what, renew)
    return fine(Area.CERTIFICATE, setting, what)


def _incomplete(setting: str, what: str) -> Finding:
    return fault(Area.CERTIFICATE, setting, what, WHOLE.format(setting=setting))
