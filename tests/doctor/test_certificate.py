from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from bot.doctor.certificate import certificate_findings
from bot.doctor.finding import Finding
from tests.doctor.findings import not_fine

SETTING = "PHOTOBOT_CERTIFICATE_FILE"
NOW = datetime(2026, 11, 23, tzinfo=UTC)
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@cache
def key(number: int = 1) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def private(of: Key, encryption: KeySerializationEncryption | None = None) -> bytes:
    return of.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption or NoEncryption())


def certificate(of: Key, days: float = 365, since: float = -1) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "photobot")])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(of.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW + timedelta(days=since))
        .not_valid_after(NOW + timedelta(days=days))
    )
    return builder.sign(of, hashes.SHA256()).public_bytes(Encoding.PEM)


def found(folder: Path, pem: bytes) -> list[Finding]:
    file = folder / "photobot.pem"
    file.write_bytes(pem)
    return list(certificate_findings(SETTING, file, NOW))


def test_a_good_certificate_is_fine_and_its_remaining_days_are_shown(tmp_path: Path) -> None:
    findings = found(tmp_path, private(key()) + certificate(key(), days=90))
    assert not_fine(findings) == []
    assert [finding.what for finding in findings] == [
        "holds a certificate",
        "90 days left, until 2027-02-21",
        "its private key is the certificate's",
    ]


def test_a_certificate_that_expires_soon_is_a_warning_with_the_remedy(tmp_path: Path) -> None:
    [late] = not_fine(found(tmp_path, private(key()) + certificate(key(), days=29.5)))
    assert (late.state, late.what) == ("warning", "29 days left, until 2026-12-22")
    assert "Certificates & secrets" in late.remedy
    assert SETTING in late.remedy


@pytest.mark.parametrize(
    ("pem", "what"),
    [
        (private(key()) + certificate(key(), days=-0.01), "expired on 2026-11-22"),
        (private(key()) + certificate(key(), since=2), "not valid before 2026-11-25"),
        (private(key(2)) + certificate(key()), "its private key is another certificate's"),
        (private(key()), "holds no certificate"),
        (certificate(key()), "holds no private key"),
        (
            private(key(), BestAvailableEncryption(b"s3cr3t")) + certificate(key()),
            "its private key is encrypted",
        ),
    ],
)
def test_what_is_wrong_with_a_certificate_is_named(tmp_path: Path, pem: bytes, what: str) -> None:
    [wrong] = not_fine(found(tmp_path, pem))
    assert (wrong.state, wrong.what) == ("problem", what)
    assert SETTING in wrong.remedy


def test_an_elliptic_key_is_refused(tmp_path: Path) -> None:
    other = ec.generate_private_key(ec.SECP256R1())
    [wrong] = not_fine(found(tmp_path, private(other) + certificate(other)))
    assert wrong.what == "its private key is not an RSA key"


@pytest.mark.parametrize("pem", [b"", b"\x00\xff" * 1000, b"-----BEGIN CERTIFICATE-----\n"])
def test_garbage_is_neither_a_certificate_nor_a_key(tmp_path: Path, pem: bytes) -> None:
    assert [each.what for each in not_fine(found(tmp_path, pem))] == [
        "holds no certificate",
        "holds no private key",
    ]


def test_a_missing_file_or_a_folder_cannot_be_read(tmp_path: Path) -> None:
    for file in (tmp_path, tmp_path / "missing.pem"):
        [wrong] = certificate_findings(SETTING, file, NOW)
        assert (wrong.state, wrong.what.partition(":")[0]) == ("problem", "cannot be read")


def test_without_the_setting_no_certificate_is_used() -> None:
    [finding] = certificate_findings(SETTING, None, NOW)
    assert (finding.state, finding.what) == ("fine", "none is used")
