"""What is known of places and regions that somebody wrote; looked up once for many, then without a database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from partage_members.places import gazetteer
from partage_members.places.naming import Place, Region, is_same, levels_of, merged, plain, shared_region


@dataclass(frozen=True, slots=True)
class Written:
    """A place as somebody wrote it: country, NUTS region, municipality and postal code."""

    country: str
    nuts: str | None = None
    municipality: str | None = None
    postal_code: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """Imported places by country and name, and by country and postal code, beside those that ship with the service."""

    by_name: Mapping[tuple[str, str], Sequence[Place]] = field(default_factory=dict)
    by_code: Mapping[tuple[str, str], Sequence[Place]] = field(default_factory=dict)
    imported_regions: Mapping[str, Region] = field(default_factory=dict)

    def place(self, written: Written) -> Place | None:
        """The place of this name, in whichever language; else that of the postal code, as for a village.

        Of several with one name it is the one that has the postal code, else one that ships with the service.
        """
        return self._named(written) or self._coded(written)

    def labels(self, written: Written) -> dict[str, str] | None:
        """What the municipality is called for readers of each language; None where it has another name than known."""
        named = self._named(written)
        return named.labels() if named else None

    def nuts(self, written: Written) -> str | None:
        """The region in which it is, as exactly as can be told; None where nobody can.

        It is the one that was written, or the part of it in which the municipality or postal code lies. A code that
        is none of a country known whole, such as one of an older NUTS, gives way to where the municipality lies.
        """
        derived = self.lies_in(written)
        if derived is None or written.nuts is None:
            return derived or written.nuts
        outdated = written.country in gazetteer.WHOLE and written.nuts not in gazetteer.regions()
        return derived if outdated or derived.startswith(written.nuts) else written.nuts

    def lies_in(self, written: Written) -> str | None:
        """The smallest region in which its municipality or postal code lies; None where neither tells.

        It is that of all that may be meant: a village may be called as a municipality elsewhere is, too.
        """
        if written.municipality is None:
            meant: Sequence[Place] = ()
        else:
            imported = self.by_name.get((written.country, plain(written.municipality)), ())
            meant = (*gazetteer.all_named(written.country, written.municipality), *imported)
        coded = [place for place in meant if written.postal_code in place.postal_codes]
        also = self._coded(written)
        told = coded or [*meant, *([also] if also else ())]
        return shared_region(filter(None, (place.nuts_at(written.postal_code) for place in told)))

    def region(self, nuts: str) -> Region | None:
        """The region of a code."""
        return gazetteer.regions().get(nuts) or self.imported_regions.get(nuts)

    def texts(self, written: Written) -> tuple[str, ...]:
        """What a place and its regions are called in all languages: who looks for Luik finds who wrote Liège."""
        place = self.place(written)
        found = filter(None, map(self.region, levels_of(self.nuts(written))))
        regions = (label for region in found for label in region.labels.values())
        return tuple(dict.fromkeys((*(place.texts if place else ()), *regions)))

    def _coded(self, written: Written) -> Place | None:
        if written.postal_code is None:
            return None
        coded = self.by_code.get((written.country, written.postal_code), ())
        return gazetteer.with_code(written.country, written.postal_code) or next(iter(coded), None)

    def _named(self, written: Written) -> Place | None:
        if written.municipality is None:
            return None
        shipped = gazetteer.named(written.country, written.municipality, written.postal_code)
        imported = self.by_name.get((written.country, plain(written.municipality)), ())
        exact = next((place for place in imported if written.postal_code in place.postal_codes), None)
        if shipped is None:
            return exact or next(iter(imported), None)
        if exact is not None and not is_same(shipped, exact):
            return exact
        also = exact or next((place for place in imported if is_same(shipped, place)), None)
        return merged(shipped, also) if also else shipped


def is_shipped(written: Written) -> bool:
    """Whether no imported place could be meant: a place without a name or code, or one of Belgium that is known."""
    if written.municipality is None and written.postal_code is None:
        return True
    shipped = gazetteer.named(written.country, written.municipality) if written.municipality else None
    return shipped is not None and bool(shipped.nuts) and (written.postal_code is None or bool(shipped.postal_codes))


def unknown_regions(known: Known, given: Iterable[Written]) -> set[str]:
    """The regions of these places, at every level, that do not ship with the service."""
    regions = {nuts for one in given if (nuts := known.nuts(one))}
    return {level for nuts in regions for level in levels_of(nuts) if level not in gazetteer.regions()}
