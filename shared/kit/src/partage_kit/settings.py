"""Settings of a service: read from the environment, the service's own name first, then the house's."""

import os
import re
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Annotated, ClassVar, Self
from urllib.parse import quote

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from partage_kit.types.patterns import Pattern

HOUSE = "PARTAGE_"

LOCAL_ISSUER = "partage-local"
"""What tokens of the local issuer name as theirs; no house that runs for real accepts it."""


Port = Annotated[int, Field(ge=1, le=65_535)]


class Environment(StrEnum):
    """Where the house runs: on a desk, or for real."""

    LOCAL = "local"
    PRODUCTION = "production"


class WrongSettings(Exception):
    """The settings cannot be used; the message has a line for each wrong one, naming variable and remedy."""


class Settings(BaseSettings):
    """What every process of the house needs to know. `PARTAGE_<ROOM>_X` wins over `PARTAGE_X`."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)
    room: ClassVar[str] = ""

    env: Environment = Environment.LOCAL
    home: Path = Field(Path(".partage"), description="folder of local data: SQLite files, the local issuer's key")
    host: str = Field("127.0.0.1", min_length=1)
    port: Port = 8000
    log_level: Annotated[str, Pattern("^(debug|info|warning|error)$", "debug, info, warning or error")] = "info"
    oidc_issuer: str | None = Field(None, description="issuer URL; its discovery document names the keys")
    oidc_audience: str = "partage"
    oidc_plain_http: bool = Field(
        False, description="in production, an http:// issuer too: only where nobody else is on the network between"
    )
    jwks_file: Path | None = Field(None, description="keys from a file instead of from discovery")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the room's variables, then the house's."""
        own = EnvSettingsSource(settings_cls, env_prefix=f"{HOUSE}{cls.room}")
        house = EnvSettingsSource(settings_cls, env_prefix=HOUSE)
        return (init_settings, own, house)

    @model_validator(mode="after")
    def _a_real_issuer_in_production(self) -> Self:
        if self.env is not Environment.PRODUCTION:
            return self
        if self.oidc_issuer in (None, LOCAL_ISSUER):
            raise ValueError(
                "PARTAGE_ENV=production needs PARTAGE_OIDC_ISSUER: the local issuer is for trying out only"
            )
        if not str(self.oidc_issuer).startswith(("https://", "http://") if self.oidc_plain_http else "https://"):
            raise ValueError(
                f"PARTAGE_OIDC_ISSUER is {self.oidc_issuer!r}: with PARTAGE_ENV=production it begins with https://"
            )
        return self

    @classmethod
    def load(cls, **given: object) -> Self:
        """Read the environment.

        Raises:
            WrongSettings: a value is wrong, or a variable of this room has a name that no setting has.
        """
        try:
            settings = cls(**given)  # type: ignore[arg-type]  # pydantic validates them
        except ValidationError as error:
            lines = (f"{cls._variable(e['loc'])}: {e['msg']}".replace(": Value error, ", ": ") for e in error.errors())
            raise WrongSettings("\n".join(line.removeprefix(f"{HOUSE}: ") for line in lines)) from error
        cls._refuse_unknown_names()
        return settings

    @classmethod
    def _variable(cls, location: tuple[int | str, ...]) -> str:
        """The variable that a wrong value came from: the room's own if it is set, else the house's."""
        name = "_".join(str(part) for part in location).upper()
        own = f"{HOUSE}{cls.room}{name}"
        return own if own in os.environ else f"{HOUSE}{name}"

    @classmethod
    def _refuse_unknown_names(cls) -> None:
        """A mistyped variable would be silently ignored; refuse it with the name that was probably meant."""
        for_all = [f"{HOUSE}{name.upper()}" for name in cls.model_fields]
        for name in sorted(set(os.environ) - set(for_all)):
            # other rooms have variables of their own, so for the house only what goes on behind a known name is refused
            if meant := next((known for known in for_all if name.startswith(known)), None):
                raise WrongSettings(f"{name} is no setting; did you mean {meant}?")
        prefix = f"{HOUSE}{cls.room}"
        known = [f"{prefix}{name.upper()}" for name in cls.model_fields]
        for name in sorted(os.environ):
            if not cls.room or not name.startswith(prefix) or name in known:
                continue
            guess = get_close_matches(name, known, n=1, cutoff=0.85)
            hint = f"; did you mean {guess[0]}?" if guess else f"; known are {', '.join(sorted(known))}"
            raise WrongSettings(f"{name} is no setting{hint}")


_BUS = re.compile(r"(nats|tls|wss?)://([^\s/@]+@)?([\w.-]+|\[[0-9a-fA-F:.]+\])(:[0-9]{1,5})?/?")

KINDS = "sqlite+aiosqlite:///file or postgresql+asyncpg://user:password@host/database"
"""How the address of a database is written."""


class ServiceSettings(Settings):
    """Settings of a process that owns a database and speaks on the bus."""

    database_url: str = Field("", description=f"{KINDS}; default: a file in home")
    database_pool: int = Field(
        10, ge=1, le=200, description="PostgreSQL connections for writing, and as many for reading"
    )
    nats_url: str | None = Field(None, description="nats://host:port; without it events wait in the outbox")
    work_in_serve: bool = Field(
        True, description="relay and consumers run inside `serve`; false when `work` runs apart"
    )
    migrate_on_start: bool = True
    outbox_poll_seconds: float = Field(1.0, gt=0, description="backstop of the relay's wake-up")
    job_poll_seconds: float = Field(0.5, gt=0, description="between two looks for long work that waits")
    job_lease_seconds: float = Field(
        30.0, ge=1, description="after which long work of a process that is gone is taken up by another"
    )
    import_max_rows: int = Field(1_000_000, ge=1, description="rows of one file that is brought in")
    stream_max_age_days: int = Field(400, ge=1)

    @field_validator("database_url")
    @classmethod
    def _of_a_known_kind(cls, url: str) -> str:
        if url and not url.startswith(("sqlite+aiosqlite:///", "postgresql+asyncpg://")):
            raise ValueError(f"no address of a database: write {KINDS}")
        return url

    @field_validator("nats_url")
    @classmethod
    def _of_a_bus(cls, url: str | None) -> str | None:
        if url is not None and not all(map(_BUS.fullmatch, url.split(","))):
            raise ValueError("no address of the bus: write nats://user:password@host:4222, several with commas between")
        return url

    def database(self) -> str:
        """The database's URL, a SQLite file in `home` unless another is set."""
        # `?` begins the options of a URL and `%` an escape, but a folder may be named so
        file = quote(str(self.home / f"{self.room.rstrip('_').lower()}.db"), safe="/ ")
        return self.database_url or f"sqlite+aiosqlite:///{file}"
