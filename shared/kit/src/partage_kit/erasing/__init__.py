"""Forgetting a person: what the declarations of `personal_data` say, done in one transaction."""

from partage_kit.erasing.passes import Forgotten, forget, put_up_tombstone, tombstones_due
from partage_kit.erasing.platform import platform_data
from partage_kit.erasing.previews import Effect, effects
from partage_kit.erasing.rows import Person, person_of

__all__ = [
    "Effect",
    "Forgotten",
    "Person",
    "effects",
    "forget",
    "person_of",
    "platform_data",
    "put_up_tombstone",
    "tombstones_due",
]
