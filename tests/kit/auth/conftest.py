"""A house whose keys stand in a file, and the signers that own them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from partage_kit.auth import TokenVerifier
from partage_kit.settings import Settings
from support.signer import ISSUER, Signer, key_set


@pytest.fixture(scope="session")
def signers() -> dict[str, Signer]:
    """One key pair of each accepted algorithm."""
    return {algorithm: Signer(algorithm, f"key-{algorithm}") for algorithm in ("RS256", "ES256", "EdDSA")}


@pytest.fixture
def key_file(tmp_path: Path, signers: dict[str, Signer]) -> Path:
    """The published keys."""
    file = tmp_path / "jwks.json"
    file.write_text(key_set(*(signer.jwk() for signer in signers.values())))
    return file


@pytest.fixture
def settings(tmp_path: Path, key_file: Path) -> Settings:
    """A house that trusts the keys of the file."""
    return Settings(home=tmp_path, jwks_file=key_file, oidc_issuer=ISSUER)


@pytest.fixture
def verifier(settings: Settings) -> TokenVerifier:
    """The verifier of that house."""
    return TokenVerifier.from_settings(settings)


@pytest.fixture
def replace_keys(key_file: Path) -> Callable[[str], None]:
    """Put another document in the place of the key file, as an operator does: whole, in one step."""

    def replace(document: str) -> None:
        draft = key_file.with_suffix(".new")
        draft.write_text(document)
        draft.replace(key_file)

    return replace


@pytest.fixture
def remove_keys(key_file: Path) -> Callable[[], None]:
    """Take the key file away."""
    return key_file.unlink
