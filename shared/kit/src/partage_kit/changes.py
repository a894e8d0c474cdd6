"""Changes of records: what is left out stays, what is needed is not cleared, what changes nothing writes nothing."""

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from partage_kit.types import Shape


class Changes(Shape):
    """Base of what a PATCH brings: fields left out stay as they are, null clears what may be empty.

    A subclass names in `never_null` what a record is never without.
    """

    never_null: ClassVar[frozenset[str]] = frozenset()

    def given(self) -> dict[str, Any]:
        """What is to change, each field as a whole."""
        return self.model_dump(include=self.model_fields_set)

    @model_validator(mode="before")
    @classmethod
    def _what_is_needed_stays(cls, given: Any) -> Any:
        names = sorted(cls.never_null & given.keys()) if isinstance(given, Mapping) else ()
        if cleared := [name for name in names if given[name] is None]:
            raise ValueError(f"{', '.join(cleared)} cannot be null")
        return given

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Tell what is never null, and no defaults: a typed client would send them and wipe what was left out."""
        schema = handler(core)
        for name, field in handler.resolve_ref_schema(schema)["properties"].items():
            field.pop("default", None)
            kinds = [kind for kind in field.get("anyOf", ()) if kind != {"type": "null"}]
            if name in cls.never_null and len(kinds) == 1:
                del field["anyOf"]
                field.update(kinds[0])
        return schema


def write_changes(record: object, values: Mapping[str, Any]) -> bool:
    """Write into a record what differs from it; tells whether anything did."""
    changed = {name: value for name, value in values.items() if getattr(record, name) != value}
    for name, value in changed.items():
        setattr(record, name, value)
    return bool(changed)
