"""The file of an app registration's certificate: one PEM with its private key."""

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key


def private_key_in(pem: bytes) -> RSAPrivateKey | str:
    """Return the private key, or what is wrong with it."""
    try:
        key = load_pem_private_key(pem, None)
    except TypeError:
        # cryptography raises it where a password is missing.
        return "its private key is encrypted"
    except (ValueError, UnsupportedAlgorithm):
        return "holds no private key"
    # Entra ID takes signatures of RSA keys alone.
    return key if isinstance(key, RSAPrivateKey) else "its private key is not an RSA key"


def certificate_in(pem: bytes) -> x509.Certificate | None:
    """Return the certificate; None where there is none that can be read."""
    try:
        return x509.load_pem_x509_certificate(pem)
    except (ValueError, UnsupportedAlgorithm):
        return None
