"""Released facts stay readable: a field that disappears or changes its type is refused, an additional one is not."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

import jsonschema
import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from deploy.reference.events import Incompatible, all_facts, asyncapi, data_schema, extend
from deploy.reference.examples import NoExample, example_event
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


class Group(BaseModel):
    """Part of a fact."""

    model_config = ConfigDict(extra="forbid")

    area: Annotated[str, Field(examples=["BE100"])]


class Grouped(Fact):
    """A fact with parts."""

    service: ClassVar[str] = "members"
    noun: ClassVar[str] = "thing"
    verb: ClassVar[str] = "grouped"
    groups: tuple[Group, ...]


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


def everywhere(value: Any, more: Mapping[str, Any]) -> Any:
    """A value with the same additional fields in each of its objects."""
    if isinstance(value, dict):
        return {name: everywhere(part, more) for name, part in value.items()} | dict(more)
    return [everywhere(part, more) for part in value] if isinstance(value, list) else value


@pytest.mark.parametrize("fact", all_facts(), ids=lambda fact: fact.type_name())
def test_a_strict_reader_does_not_stumble_over_an_additional_field(fact: type[Fact]) -> None:
    schema = data_schema(fact)
    event = example_event(fact, schema)
    jsonschema.validate(everywhere(event["data"], {"added_later": [1]}), schema)
    with pytest.raises(ValidationError):  # who announces is held to the class
        fact(office="ghent", subject=event["subject"], sequence=1, **event["data"] | {"added_later": [1]})


def test_a_shape_that_was_released_as_closed_is_the_same_when_it_is_open() -> None:
    area = {"area": {"type": "string"}}
    closed = {"type": "object", "additionalProperties": False, "properties": area, "required": ["area"]}
    released = {"partage.members.thing.grouped.v1": {"groups": {"type": "array", "items": closed}}}
    assert "additionalProperties" not in str(extend(released, [Grouped]))


class MoreOfAGroup(Group):
    """The same part with a field more."""

    size: int | None = None


class LooseGroup(BaseModel):
    """The same part, whose area may be left out."""

    area: str = "all"


class OtherGroup(BaseModel):
    """Another part."""

    place: str


def grouped(part: type[BaseModel]) -> type[Fact]:
    """The fact with parts, made of others."""
    return create_model("Grouped", __base__=Grouped, groups=(tuple[part, ...], ...))  # type: ignore[valid-type]


def test_a_part_may_get_fields_and_lose_none() -> None:
    released = extend({}, [Grouped])
    assert "size" in str(extend(released, [grouped(MoreOfAGroup)]))
    for part in (LooseGroup, OtherGroup):
        with pytest.raises(Incompatible, match="groups changed"):
            extend(released, [grouped(part)])


def test_an_example_is_never_made_up_of_nothing() -> None:
    with pytest.raises(NoExample, match="codes"):
        example_event(Counted, data_schema(Counted))


def test_the_document_says_where_the_bus_is() -> None:
    [server] = asyncapi([Grouped])["servers"].values()
    assert (server["protocol"], server["host"]) == ("nats", "{host}:{port}")
    assert {name: told["default"] for name, told in server["variables"].items()} == {
        "host": "127.0.0.1",
        "port": "4222",
    }


PERSONAL = {"name", "email", "phone", "address", "street", "comment", "text", "description", "title", "reason"}


@pytest.mark.parametrize("fact", all_facts(), ids=lambda fact: fact.type_name())
def test_no_event_carries_a_name_an_address_or_free_text(fact: type[Fact]) -> None:
    assert fact.__doc__
    schema = data_schema(fact)
    shapes = [schema, *schema.get("$defs", {}).values()]
    named = [(name, field) for shape in shapes for name, field in shape.get("properties", {}).items()]
    free = [name for name, field in named if "$ref" not in field]  # a reference is to an enumeration or a shape
    assert not [name for name in free if set(name.split("_")) & PERSONAL]
