"""What the vault keeps, by meaning: files as they came in; the library; the seal and its uses."""

from .files import StoredFile
from .library import HeldFile, HeldMaterial, HeldUse
from .seals import Seal, SealCertificate, SealCustodian, SealReplaced, SealUse

__all__ = [
    "HeldFile", "HeldMaterial", "HeldUse", "Seal", "SealCertificate", "SealCustodian", "SealReplaced",
    "SealUse", "StoredFile",
]  # fmt: skip
