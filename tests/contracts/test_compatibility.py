"""Released facts stay readable: a field that disappears or changes its type is refused, an additional one is not."""

from typing import ClassVar

import jsonschema
import pytest

from deploy.reference.events import Incompatible, all_facts, data_schema, example_event, extend
from partage_kit.types import Fact


class Counted(Fact):
    """A fact as it was released."""

    service: ClassVar[str] = "members"
    noun: ClassVar[str] = "thing"
    verb: ClassVar[str] = "counted"
    count: int
    codes: tuple[str, ...]


class CountedMore(Counted):
    """The same fact with a field more."""

    since: str | None = None


class CountedLess(Fact):
    """The same fact without its codes."""

    service: ClassVar[str] = "members"
    noun: ClassVar[str] = "thing"
    verb: ClassVar[str] = "counted"
    count: int


class CountedAsText(Counted):
    """The same fact with another type of count."""

    count: str  # type: ignore[assignment]  # this is the mistake under test


RELEASED = extend({}, [Counted])


def test_an_additional_field_is_compatible() -> None:
    assert set(extend(RELEASED, [CountedMore])["partage.members.thing.counted.v1"]) == {"count", "codes", "since"}


@pytest.mark.parametrize(
    ("facts", "complaint"),
    [([CountedLess], "codes disappeared"), ([CountedAsText], "count changed"), ([], "counted.v1 disappeared")],
)
def test_a_lost_or_changed_field_is_refused(facts: list[type[Fact]], complaint: str) -> None:
    with pytest.raises(Incompatible, match=complaint):
        extend(RELEASED, facts)


@pytest.mark.parametrize("fact", all_facts(), ids=lambda fact: fact.type_name())
def test_the_example_of_each_event_fits_its_schema_and_its_class(fact: type[Fact]) -> None:
    schema = data_schema(fact)
    event = example_event(fact, schema)
    jsonschema.validate(event["data"], schema, format_checker=jsonschema.FormatChecker())
    fact(office=event["office"], subject=event["subject"], sequence=int(event["sequence"]), **event["data"])


PERSONAL = {"name", "email", "phone", "address", "street", "comment", "text", "description", "title", "reason"}


@pytest.mark.parametrize("fact", all_facts(), ids=lambda fact: fact.type_name())
def test_no_event_carries_a_name_an_address_or_free_text(fact: type[Fact]) -> None:
    assert fact.__doc__
    schema = data_schema(fact)
    shapes = [schema, *schema.get("$defs", {}).values()]
    named = [(name, field) for shape in shapes for name, field in shape.get("properties", {}).items()]
    free = [name for name, field in named if "$ref" not in field]  # a reference is to an enumeration or a shape
    assert not [name for name in free if set(name.split("_")) & PERSONAL]
