"""How a text is written: a pattern for programs, and words for people, who are refused with them."""

from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

OTHERWISE = "written_otherwise"
"""The type of the error of a text that a pattern does not fit."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A text that fits a pattern; it stands behind the `StringConstraints` of its length, and the schema shows it.

    Who writes it otherwise is told that it should be `words`: what is wanted, and an example of it.
    """

    pattern: str
    words: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The text as it is without the pattern, and then the pattern with a refusal of its own."""
        text = handler(source)
        fitting = core_schema.custom_error_schema(
            core_schema.str_schema(pattern=self.pattern),
            custom_error_type=OTHERWISE,
            custom_error_message=f"it should be {self.words}",
        )

        def shown(_schema: CoreSchema, to_json: GetJsonSchemaHandler) -> JsonSchemaValue:
            return {**to_json(text), "pattern": self.pattern}

        return core_schema.chain_schema([text, fitting], metadata={"pydantic_js_functions": [shown]})
