"""The reference documents of the portal: generated from the services' code (`make contracts`), shipped as data."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from partage_gateway.portal.events import Event, events_of
from partage_kit.settings import WrongSettings
from partage_kit.types import Language

T = TypeVar("T")


class Problem(BaseModel):
    """One problem type: problems.json is a list of these."""

    model_config = ConfigDict(frozen=True)

    code: str
    status: int
    titles: dict[Language, str]
    description: str
    remedy: str
    service: str


class RouteAccess(BaseModel):
    """Who may call one route: roles.json is a list of these. `public` needs no token, `anyone` any valid one."""

    model_config = ConfigDict(frozen=True)

    service: str
    method: str
    path: str
    summary: str
    roles: list[str]


@dataclass(frozen=True)
class Documents:
    """What the portal knows of events, problems and roles."""

    asyncapi: Mapping[str, Any]
    events: tuple[Event, ...]
    problems: Mapping[str, Problem]
    routes: tuple[RouteAccess, ...]

    @classmethod
    def load(cls, folder: Path | None = None) -> Self:
        """Read the documents of a folder, or those that ship with the gateway.

        Raises:
            WrongSettings: a document is missing or has another form.
        """
        source: Traversable = folder or files("partage_gateway") / "data"
        asyncapi = _read(source, "asyncapi.json", TypeAdapter(dict[str, Any]))
        problems = _read(source, "problems.json", TypeAdapter(list[Problem]))
        routes = _read(source, "roles.json", TypeAdapter(list[RouteAccess]))
        return cls(asyncapi, events_of(asyncapi), {problem.code: problem for problem in problems}, tuple(routes))


def _read(source: Traversable, name: str, form: TypeAdapter[T]) -> T:
    file = source / name
    try:
        return form.validate_python(json.loads(file.read_text(encoding="utf-8")))
    except OSError as error:
        raise WrongSettings(f"PARTAGE_GATEWAY_DOCUMENTS: {file} cannot be read ({error.strerror})") from error
    except (ValueError, ValidationError) as error:
        first = str(error).splitlines()[0]
        raise WrongSettings(f"PARTAGE_GATEWAY_DOCUMENTS: {file} has not the form it needs: {first}") from error
