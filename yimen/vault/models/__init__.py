"""What the vault keeps, by meaning: files as they came in; the seal and its uses."""

from .files import StoredFile
from .seals import Seal, SealCertificate, SealCustodian, SealReplaced, SealUse

__all__ = ["Seal", "SealCertificate", "SealCustodian", "SealReplaced", "SealUse", "StoredFile"]
