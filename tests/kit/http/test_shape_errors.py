"""What is said of a wrong choice names what may be sent, not how the program calls it."""

from enum import StrEnum
from typing import Literal

import pytest
from pydantic import BaseModel, ValidationError

from partage_kit.shape_errors import told


class Way(StrEnum):
    """How a letter comes."""

    PAPER = "paper"
    IN_PERSON = "in_person"
    ONLINE = "online"


class Letter(BaseModel):
    """What is chosen."""

    way: Literal[Way.PAPER, Way.IN_PERSON]


def test_a_choice_is_told_by_its_values() -> None:
    with pytest.raises(ValidationError) as refused:
        Letter.model_validate({"way": "<Way.ONLINE: 'online'>"})
    assert [told(one) for one in refused.value.errors()] == ["Input should be 'paper' or 'in_person'"]
