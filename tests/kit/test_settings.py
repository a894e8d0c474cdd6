"""Settings: what is mistyped is refused with the name that was meant, what is wrong with the name it came from."""

from typing import ClassVar

import pytest

from partage_kit.settings import Port, ServiceSettings, WrongSettings


class ShopSettings(ServiceSettings):
    """Settings of a room of these tests."""

    room: ClassVar[str] = "SHOP_"
    port: Port = 8000


@pytest.mark.parametrize(
    ("variable", "said"),
    [
        ("PARTAGE_ENVIRONMENT", "did you mean PARTAGE_ENV?"),
        ("PARTAGE_NATS_URLS", "did you mean PARTAGE_NATS_URL?"),
        ("PARTAGE_SHOP_PROT", "did you mean PARTAGE_SHOP_PORT?"),
        ("PARTAGE_SHOP_COLOUR", "known are PARTAGE_SHOP_DATABASE_POOL, "),
    ],
)
def test_a_variable_that_no_setting_has_is_refused(monkeypatch: pytest.MonkeyPatch, variable: str, said: str) -> None:
    monkeypatch.setenv(variable, "production")
    with pytest.raises(WrongSettings, match=f"{variable} is no setting"):
        ShopSettings.load()
    with pytest.raises(WrongSettings) as refused:
        ShopSettings.load()
    assert said in str(refused.value)


@pytest.mark.parametrize("variable", ["PARTAGE_SHOP_PORT", "PARTAGE_PORT"])
def test_a_wrong_value_is_told_with_the_variable_it_came_from(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv(variable, "abc")
    with pytest.raises(WrongSettings) as refused:
        ShopSettings.load()
    assert str(refused.value).startswith(f"{variable}: ")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PARTAGE_SHOP_PORT", "99999"),
        ("PARTAGE_SHOP_PORT", "0"),
        ("PARTAGE_HOST", ""),
        ("PARTAGE_SHOP_DATABASE_URL", "sqlite+aiosqlite://"),
    ],
)
def test_what_cannot_be_used_is_refused_at_the_start(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(WrongSettings, match=variable):
        ShopSettings.load()


def test_variables_of_other_rooms_are_none_of_its_business(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARTAGE_BAKERY_PORT", "abc")
    assert ShopSettings.load().port == 8000


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "garbage"),
        ("DATABASE_URL", "postgresql://members:secret@db/members"),
        ("NATS_URL", "garbage"),
        ("NATS_URL", "http://members:secret@bus"),
        ("NATS_URL", "nats://"),
        ("NATS_URL", "nats://members:secret@bus:port"),
    ],
)
def test_an_address_of_another_kind_is_told_with_what_to_write(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"PARTAGE_SHOP_{name}", value)
    with pytest.raises(WrongSettings, match=f"^PARTAGE_SHOP_{name}: no address of .*: write ") as refused:
        ShopSettings.load()
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "url",
    ["nats://bus:4222", "tls://members:a%40b@bus.example.org", "nats://[::1]:4222", "nats://a:4222,nats://b:4222"],
)
def test_an_address_of_the_bus(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("PARTAGE_NATS_URL", url)
    assert ShopSettings.load().nats_url == url
