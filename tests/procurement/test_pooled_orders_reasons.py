"""Every reason that a decision, an allotment or a bill can give is a sentence in fr, nl and en."""

from enum import StrEnum

import pytest

from partage_contracts.procurement import PooledOrderFailure
from partage_kit.types import LANGUAGES
from partage_procurement.pooled_orders.kernels.allocation import AllotmentReason
from partage_procurement.pooled_orders.kernels.clearing import RemovalReason
from partage_procurement.pooled_orders.kernels.invoice_lines import LineReason
from partage_procurement.pooled_orders.reasons import SENTENCES, reason

KINDS: tuple[type[StrEnum], ...] = (AllotmentReason, RemovalReason, LineReason, PooledOrderFailure)
CODES = {str(code) for kind in KINDS for code in kind}


def test_there_is_a_sentence_for_each_reason_and_none_besides() -> None:
    assert set(SENTENCES) == CODES


@pytest.mark.parametrize("code", sorted(CODES))
def test_it_is_told_in_each_language(code: str) -> None:
    told = [reason(code, (language,)).text for language in LANGUAGES]
    assert len(set(told)) == len(LANGUAGES)
    assert all(sentence.endswith(".") for sentence in told)
