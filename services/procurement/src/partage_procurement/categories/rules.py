"""What other nouns ask of the categories they are given."""

from collections.abc import Iterable

from partage_procurement.categories.catalogue import unknown_categories
from partage_procurement.categories.errors import UnknownCategory


def require_known_categories(codes: Iterable[str]) -> None:
    """Refuse codes that the catalogue does not have.

    Raises:
        UnknownCategory
    """
    if wrong := unknown_categories(codes):
        raise UnknownCategory(f"not in the catalogue: {', '.join(wrong)}")
