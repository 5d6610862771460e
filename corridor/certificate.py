"""The certificate of `corridor serve --tls`: the given one, or one that this installation makes for itself.

A certificate that we made ourselves is not vouched for by anybody: the browser asks once, and whoever opens the page
first compares the fingerprint that is printed here. It protects the line all the same.
"""

import ipaddress
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from corridor.refused import CannotServe

DAYS = 825  # the longest that browsers accept; a new one is made in its last thirty days
LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Pair:
    """A certificate and its key, as files in the form the server reads."""

    certificate: Path
    key: Path
    own: bool

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, as browsers show it."""
        found = x509.load_pem_x509_certificate(self.certificate.read_bytes())
        return found.fingerprint(hashes.SHA256()).hex(":").upper()


def given(certificate: Path, key: Path) -> Pair:
    """The files named on the command line. Raises CannotServe when one is missing, unreadable, or they do not fit."""
    try:
        public = x509.load_pem_x509_certificate(certificate.read_bytes())
    except (OSError, ValueError) as error:
        raise CannotServe(f"--certificate {certificate}: expected a certificate in PEM form") from error
    try:
        text = key.read_bytes()
        private = serialization.load_pem_private_key(text, None)
    except (OSError, ValueError, TypeError) as error:
        raise CannotServe(f"--key {key}: expected a private key in PEM form, without a password") from error
    if _raw(private.public_key()) != _raw(public.public_key()):
        raise CannotServe(f"--key {key} does not belong to --certificate {certificate}")
    if b"BEGIN PRIVATE KEY" not in text:
        raise CannotServe(
            f"--key {key}: expected the PKCS#8 form. Make it with: openssl pkcs8 -topk8 -nocrypt -in {key} -out NEW"
        )
    if public.not_valid_after_utc < datetime.now(UTC):
        raise CannotServe(f"--certificate {certificate} ended on {public.not_valid_after_utc:%d %B %Y}")
    return Pair(certificate.resolve(), key.resolve(), own=False)


def _raw(public: object) -> bytes:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return public.public_bytes(serialization.Encoding.DER, form)  # type: ignore[attr-defined]


def own(folder: Path, names: list[str]) -> Pair:
    """The installation's own, made once; anew when it ends soon or does not carry these names."""
    pair = Pair(folder / "certificate.pem", folder / "key.pem", own=True)
    wanted = [*LOCAL, *(name for name in names if name not in LOCAL)]
    if not _still_good(pair, wanted):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make(pair, wanted)
    return pair


def _still_good(pair: Pair, names: list[str]) -> bool:
    try:
        found = x509.load_pem_x509_certificate(pair.certificate.read_bytes())
        private = serialization.load_pem_private_key(pair.key.read_bytes(), None)
        carried = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (OSError, ValueError, TypeError, x509.ExtensionNotFound):
        return False
    fits = _raw(private.public_key()) == _raw(found.public_key())
    soon = datetime.now(UTC) + timedelta(days=30)
    return fits and found.not_valid_after_utc > soon and all(_name(name) in list(carried) for name in names)


def _name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _make(pair: Pair, names: list[str]) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[-1][:64])])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=DAYS))
        .add_extension(x509.SubjectAlternativeName([_name(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(private, hashes.SHA256())
    )
    form = serialization.PrivateFormat.PKCS8
    key = private.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    _write(pair.key, key)
    _write(pair.certificate, certificate.public_bytes(serialization.Encoding.PEM))


def _write(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
