"""What is forgotten: on time by itself, and at once when a person asks for it.

Owns the retention policy, and the export and erasure of what is known about a recipient. The
journal holds nothing about people, so its chain stays whole. Emits ``privacy.erased`` and
``privacy.purged``.
"""

from doorstep.privacy.service import (
    NobodyFoundError,
    Person,
    Policy,
    Purged,
    erase_person,
    export_person,
    purge,
)

__all__ = [
    "NobodyFoundError",
    "Person",
    "Policy",
    "Purged",
    "erase_person",
    "export_person",
    "purge",
]
