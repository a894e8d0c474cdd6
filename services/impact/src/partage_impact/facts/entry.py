"""What is wrong with facts that somebody enters, row by row; pure."""

from collections.abc import Iterator, Sequence

from partage_impact.facts.catalogue import FACT_TYPES, About
from partage_impact.facts.mapping import NewFact
from partage_impact.facts.schemas import EnterFact
from partage_impact.indicators.predicates import FieldKind


def to_new_fact(source: str, given: EnterFact) -> NewFact:
    """An entered row as the fact it is."""
    return NewFact(
        given.fact_type,
        source,
        given.reference,
        given.occurred_at,
        given.dimensions,
        given.measures,
        person=str(given.person) if given.person else None,
        persons=given.persons,
        nuts=given.nuts,
    )


def wrong_places(rows: Sequence[EnterFact]) -> list[dict[str, str]]:
    """Every wrong place of every row, as JSON pointers with an explanation."""
    wrong = [
        {"pointer": f"/body/facts/{row}/{place}", "detail": detail}
        for row, given in enumerate(rows)
        for place, detail in _wrong(given)
    ]
    seen: set[str] = set()
    for row, given in enumerate(rows):
        if given.reference in seen:
            wrong.append({"pointer": f"/body/facts/{row}/reference", "detail": "appears twice"})
        seen.add(given.reference)
    return wrong


def _wrong(given: EnterFact) -> Iterator[tuple[str, str]]:
    fact_type = FACT_TYPES.get(given.fact_type)
    if fact_type is None:
        yield "fact_type", "no such type of facts"
        return
    if (fact_type.about is About.PERSONS) != (given.person is not None):
        yield "person", "facts about one person, and no others, name the person"
    if (fact_type.about is About.GROUPS) != (given.persons is not None):
        yield "persons", "facts about a group, and no others, say how many persons it has"
    for name in given.dimensions:
        if fact_type.schema.dimensions.get(name) is not FieldKind.TEXT:
            yield f"dimensions/{name}", "no dimension of this type"
    for name in given.measures:
        if name not in fact_type.schema.measures:
            yield f"measures/{name}", "no measure of this type"
    if fact_type.money & given.measures.keys() and "currency" not in given.dimensions:
        yield "dimensions", "amounts of money need the dimension currency"
