"""Settings of the members service (`PARTAGE_MEMBERS_...`)."""

from typing import Annotated, ClassVar, Self

from pydantic import Field, SecretStr, model_validator

from partage_kit.private_files import private_secret
from partage_kit.settings import Environment, Port, ServiceSettings
from partage_kit.types.patterns import Pattern


class MembersSettings(ServiceSettings):
    """As every service, how often it looks for what has become due, and how much members may write to each other."""

    room: ClassVar[str] = "MEMBERS_"
    port: Port = 8001
    rest_every_seconds: float = Field(600.0, gt=0, description="between two looks for filières that become dormant")
    reindex_every_seconds: float = Field(
        60.0, gt=0, description="between two looks for profiles whose index is of an earlier version"
    )
    expire_every_seconds: float = Field(600.0, gt=0, description="between two looks for what a date ends")
    export_every_seconds: float = Field(2.0, gt=0, description="between two looks for data exports to put together")
    public_url: (
        Annotated[str, Pattern(r"^https?://[^\s/?#]+$", "an origin without a path, such as https://partage.example")]
        | None
    ) = Field(
        None, description="where others reach this service, such as https://partage.example; named in feeds and cards"
    )
    forget_messages_every_seconds: float = Field(3_600.0, gt=0, description="between two looks for messages to delete")
    contact_retention_days: int = Field(365, ge=1, description="after which a relayed message is deleted")
    contact_first_messages_per_day: int = Field(
        10, ge=0, description="that a member sends to members who have not answered her"
    )
    contact_first_messages_per_recipient: int = Field(3, ge=0, description="of these to one member")
    contact_replies_per_day: int = Field(100, ge=0, description="that a member sends to members who have answered her")
    review_every_seconds: float = Field(
        30.0, gt=0, description="between two looks for activity to compare with profiles, a thousand members a look"
    )
    snapshot_every_seconds: float = Field(
        600.0, gt=0, description="between two looks for offices whose last month is not counted yet"
    )
    erase_every_seconds: float = Field(2.0, gt=0, description="between two looks for members who asked to be erased")
    erased_in: Annotated[
        str, Pattern(r"^(|[a-z]{1,40}(,[a-z]{1,40})*)$", "names of services with commas between them, or empty")
    ] = Field(
        "",
        description="other services that must forget an erased member, too: procurement,impact; none when alone",
    )

    erased_key: SecretStr | None = Field(
        None,
        min_length=32,
        description="tells lists who was erased; the same for all processes and for good; on a desk a file in home",
    )

    @model_validator(mode="after")
    def _a_key_in_production(self) -> Self:
        if self.env is Environment.PRODUCTION and self.erased_key is None:
            raise ValueError(
                "PARTAGE_ENV=production needs PARTAGE_MEMBERS_ERASED_KEY, 32 random characters at least: without it "
                "the next list would bring erased members back"
            )
        return self

    @model_validator(mode="after")
    def _a_public_address_in_production(self) -> Self:
        if self.env is Environment.PRODUCTION and self.public_url is None:
            raise ValueError(
                "PARTAGE_ENV=production needs PARTAGE_MEMBERS_PUBLIC_URL: pages, feeds and cards would else lead to "
                "whatever address a request claims to have come by"
            )
        return self

    def erased_secret(self) -> bytes:
        """The key of the marks of erased members; on a desk it is made when it is first needed."""
        if self.erased_key is not None:
            return self.erased_key.get_secret_value().encode()
        return private_secret(self.home / "erased.key")

    def erasing_services(self) -> tuple[str, ...]:
        """The other services that an erasure waits for."""
        return tuple(dict.fromkeys(filter(None, self.erased_in.split(","))))
