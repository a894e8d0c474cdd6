"""The numbers a legal entity is registered under, checked by the rules of its country (python-stdnum)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from stdnum import get_cc_module
from stdnum.exceptions import InvalidChecksum, InvalidComponent, InvalidFormat, InvalidLength, ValidationError
from stdnum.fr.tva import to_siren

from partage_procurement.suppliers.errors import WrongRegistrationNumber

# the register of enterprises of each country whose numbers can be checked
_REGISTERS = {
    "AT": "businessid",
    "BE": "vat",
    "CH": "uid",
    "DE": "handelsregisternummer",
    "DK": "cvr",
    "ES": "nif",
    "FI": "ytunnus",
    "FR": "siren",
    "HU": "anum",
    "IT": "iva",
    "NO": "orgnr",
    "PT": "nif",
    "SE": "orgnr",
}

_BROKEN = {
    InvalidFormat: "it has characters where none belong",
    InvalidLength: "it is too long or too short",
    InvalidChecksum: "its check digits do not match",
    InvalidComponent: "a part of it does not exist",
}


@dataclass(frozen=True, slots=True)
class Registration:
    """A legal entity: country (ISO 3166-1), VAT number with its prefix, number in the register of enterprises."""

    country: str
    vat_number: str | None
    enterprise_number: str | None


def registration(country: str, vat_number: str | None, enterprise_number: str | None) -> Registration:
    """Check both numbers and write them in their one compact form, so that the same entity is found again.

    Where the VAT number contains the enterprise number (BE, FR), the latter is derived from it.

    Raises:
        WrongRegistrationNumber: naming the field and the rule; also when neither number is given or they disagree.
    """
    vat = vat_number and _vat(country, vat_number)
    enterprise = enterprise_number and _enterprise(country, enterprise_number)
    if not vat and not enterprise:
        raise _wrong("vat_number", "a supplier has a VAT number or an enterprise number")
    derived = _derived(country, vat) if vat else None
    if enterprise and derived and enterprise != derived:
        raise _wrong("enterprise_number", "it is not the enterprise number that the VAT number contains")
    return Registration(country, vat or None, enterprise or derived)


def changed(now: Registration, changes: Mapping[str, Any]) -> Registration:
    """The registration after a change of some of its parts; a derived enterprise number follows its VAT number.

    Raises:
        WrongRegistrationNumber
    """
    parts = asdict(now)
    if now.vat_number and now.enterprise_number == _derived(now.country, now.vat_number):
        parts["enterprise_number"] = None
    return registration(**(parts | {name: changes[name] for name in parts if name in changes}))


def _vat(country: str, number: str) -> str:
    prefix = {"GR": "EL"}.get(country, country)
    compact = _checked("vat_number", get_cc_module(country, "vat"), country, number)
    return compact if compact.startswith(prefix) else prefix + compact


def _enterprise(country: str, number: str) -> str:
    register = _REGISTERS.get(country)
    return _checked("enterprise_number", register and get_cc_module(country, register), country, number)


def _checked(field: str, rules: Any, country: str, number: str) -> str:
    if not rules:
        raise _wrong(field, f"no rule is known for such numbers of {country}; give the other number")
    rule = rules.__name__.removeprefix("stdnum.")
    try:
        return str(rules.validate(number))
    except ValidationError as broken:
        raise _wrong(field, f"{_BROKEN.get(type(broken), 'it is not valid')} (rule {rule})") from broken


def _derived(country: str, vat: str) -> str | None:
    if country == "BE":
        return vat.removeprefix("BE")
    # numbers of Monaco are French VAT numbers of entities outside of the French register
    return str(to_siren(vat)) if country == "FR" and not vat.startswith("000", 4) else None


def _wrong(field: str, why: str) -> WrongRegistrationNumber:
    return WrongRegistrationNumber(f"{field}: {why}", errors=[{"pointer": f"/body/{field}", "detail": why}])
