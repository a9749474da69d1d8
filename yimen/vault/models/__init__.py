"""What the vault keeps, by meaning: files as they came in; the library; the seal; licences and types."""

from .files import StoredFile
from .library import HeldFile, HeldMaterial, HeldUse
from .licences import Licence, LicenceSerial, LicenceType, LicenceTypeItem, LicenceTypeVersion
from .seals import Seal, SealCertificate, SealCustodian, SealReplaced, SealUse

__all__ = [
    "HeldFile", "HeldMaterial", "HeldUse", "Licence", "LicenceSerial", "LicenceType", "LicenceTypeItem",
    "LicenceTypeVersion", "Seal", "SealCertificate", "SealCustodian", "SealReplaced", "SealUse",
    "StoredFile",
]  # fmt: skip
