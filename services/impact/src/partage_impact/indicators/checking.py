"""Checks a formula against what the office's sources offer, and reads its expressions once and for all."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

from partage_impact.indicators.arithmetic import Arithmetic, Nature, joined, names_in, parse_arithmetic
from partage_impact.indicators.catalogue import Catalogue, broken_rules
from partage_impact.indicators.expressions import RESERVED, ExpressionFault, Problem
from partage_impact.indicators.filters import parse_predicate
from partage_impact.indicators.formula import Aggregate, Formula
from partage_impact.indicators.predicates import Predicate


@dataclass(frozen=True, slots=True)
class Located:
    """A problem and the JSON pointer of the part of the formula that has it."""

    pointer: str
    problem: Problem


class FormulaFault(ValueError):
    """A formula that names what does not exist or combines what does not go together; lists every problem."""

    def __init__(self, problems: Iterable[Located]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{one.pointer}: {one.problem.message}" for one in self.problems))


class IndicatorCycle(ValueError):
    """Indicators that are made of each other; `cycle` names them from one back to itself."""

    def __init__(self, cycle: Iterable[str]) -> None:
        self.cycle = tuple(cycle)
        super().__init__(" -> ".join(self.cycle))


@dataclass(frozen=True, slots=True)
class CheckedAggregate:
    """An aggregate whose filters are read."""

    aggregate: Aggregate
    filter: Predicate | None
    matching: Predicate | None


@dataclass(frozen=True, slots=True)
class CheckedFormula:
    """A formula that makes sense: ready to be planned and evaluated without another look at its text."""

    formula: Formula
    aggregates: Mapping[str, CheckedAggregate]
    numerator: Arithmetic
    denominator: Arithmetic | None
    nature: Nature


def check(formula: Formula, catalogue: Catalogue) -> CheckedFormula:
    """Read a formula, or raise FormulaFault with every problem, its JSON pointer, line and column."""
    finder = _Finder(catalogue)
    aggregates = finder.aggregates(formula.aggregates)
    natures = {name: catalogue.nature(checked.aggregate) for name, checked in aggregates.items()}
    numerator = finder.arithmetic("/numerator", formula.numerator, natures)
    denominator = None
    if formula.denominator is not None:
        denominator = finder.arithmetic("/denominator", formula.denominator, natures)
    finder.unused(formula.aggregates, [side[0] for side in (numerator, denominator) if side is not None])
    if finder.problems or numerator is None:
        raise FormulaFault(finder.problems)
    above, nature = numerator
    if denominator is None:
        return CheckedFormula(formula, aggregates, above, None, nature)
    return CheckedFormula(formula, aggregates, above, denominator[0], joined("/", nature, denominator[1]))


def evaluation_order(made_of: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """Order indicators so that each comes after those it is made of; the same input, in any order, gives the same.

    `made_of` gives for each indicator the others its formula names. Errors: IndicatorCycle.
    """
    sorter = TopologicalSorter({key: sorted(made_of[key]) for key in sorted(made_of)})
    try:
        return tuple(sorter.static_order())
    except CycleError as found:
        raise IndicatorCycle(reversed(found.args[1])) from None


@dataclass(slots=True)
class _Finder:
    """Reads the parts of a formula and gathers what is wrong with them."""

    catalogue: Catalogue
    problems: list[Located] = field(default_factory=list)

    def add(self, pointer: str, message: str) -> None:
        self.problems.append(Located(pointer, Problem(1, 1, message)))

    def aggregates(self, written: Iterable[Aggregate]) -> dict[str, CheckedAggregate]:
        read: dict[str, CheckedAggregate] = {}
        for place, aggregate in enumerate(written):
            at = f"/aggregates/{place}"
            for part, message in broken_rules(aggregate, self.catalogue):
                self.add(f"{at}/{part}", message)
            if aggregate.name in read or aggregate.name in RESERVED:
                self.add(f"{at}/name", f"{aggregate.name!r} is taken, or a word of the language")
                continue
            read[aggregate.name] = CheckedAggregate(
                aggregate,
                self.filter(f"{at}/filter", aggregate.filter, aggregate),
                self.filter(f"{at}/matching", aggregate.matching, aggregate),
            )
        return read

    def filter(self, pointer: str, text: str | None, aggregate: Aggregate) -> Predicate | None:
        schema = self.catalogue.schema(aggregate)
        if text is None or schema is None:
            return None
        try:
            return parse_predicate(text, schema.fields)
        except ExpressionFault as fault:
            self.problems.extend(Located(pointer, problem) for problem in fault.problems)
            return None

    def arithmetic(self, pointer: str, text: str, natures: Mapping[str, Nature]) -> tuple[Arithmetic, Nature] | None:
        try:
            return parse_arithmetic(text, natures)
        except ExpressionFault as fault:
            self.problems.extend(Located(pointer, problem) for problem in fault.problems)
            return None

    def unused(self, written: Iterable[Aggregate], expressions: Iterable[Arithmetic]) -> None:
        if self.problems:
            return  # an expression that could not be read may well use them
        used = frozenset[str]().union(*map(names_in, expressions))
        for place, aggregate in enumerate(written):
            if aggregate.name not in used:
                self.add(f"/aggregates/{place}", f"neither the numerator nor the denominator uses {aggregate.name!r}")
