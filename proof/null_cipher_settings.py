"""The arm of T1 that must fail: everything as it is, with a cipher that hides nothing. Never a part of the product."""

from corridor.safe import primitives
from proof import null_cipher
from proof.settings import *  # noqa: F403

for name, operation in null_cipher.REPLACED.items():
    setattr(primitives, name, operation)
