"""What sums and differences of many cells single out; pure.

Facts that lie in exactly the same cells are one unknown, and each cell is the sum of its unknowns. Gaussian
elimination, with the unknowns of the fewest persons last, leaves equations over those alone: what readers can compute
of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from partage_impact.observations.traces import Traces, persons_of

MOST_UNKNOWNS = 20_000

_PRIME = (1 << 61) - 1  # arithmetic modulo a large prime: exact, and numbers stay small

_Equation = dict[int, int]


def singles_out(cells: Iterable[Traces], k: int) -> bool:
    """Whether readers of these cells can compute what facts of 1 to k - 1 persons come to.

    More than 20,000 unknowns are not looked through: then the answer is yes.
    """
    told = list(cells)
    unknowns = _unknowns(told)
    if len(unknowns) > MOST_UNKNOWNS:
        return True
    equations = _eliminated(_equations(told, unknowns))
    small = (equation for first, equation in equations.items() if persons_of(unknowns[first]) < k)
    found = (Traces().union(*(unknowns[place] for place in equation)) for equation in small)
    return any(0 < persons_of(facts) < k for facts in found)


def _unknowns(cells: Sequence[Traces]) -> list[Traces]:
    """Facts by the cells in which they lie, those of the most persons first."""
    holders: defaultdict[bytes, list[int]] = defaultdict(list)
    for place, cell in enumerate(cells):
        for trace in cell:
            holders[trace].append(place)
    alike: defaultdict[tuple[int, ...], set[bytes]] = defaultdict(set)
    for trace, places in holders.items():
        alike[tuple(places)].add(trace)
    return sorted(map(frozenset, alike.values()), key=persons_of, reverse=True)


def _equations(cells: Sequence[Traces], unknowns: Sequence[Traces]) -> list[_Equation]:
    examples = [next(iter(facts)) for facts in unknowns]
    return [{place: 1 for place, one in enumerate(examples) if one in cell} for cell in cells]


def _eliminated(equations: Iterable[_Equation]) -> Mapping[int, _Equation]:
    """The reduced echelon form: each equation by its first unknown, which no other equation has."""
    reduced: dict[int, _Equation] = {}
    for equation in equations:
        for place in [place for place in equation if place in reduced]:
            _subtract(equation, reduced[place], equation[place])
        if not equation:
            continue
        first = min(equation)
        inverse = pow(equation[first], -1, _PRIME)
        scaled = {place: value * inverse % _PRIME for place, value in equation.items()}
        for other in reduced.values():
            if first in other:
                _subtract(other, scaled, other[first])
        reduced[first] = scaled
    return reduced


def _subtract(equation: _Equation, other: _Equation, times: int) -> None:
    for place, value in other.items():
        left = (equation.get(place, 0) - times * value) % _PRIME
        if left:
            equation[place] = left
        else:
            equation.pop(place, None)
