"""The roles a token may carry."""

from enum import StrEnum


class Role(StrEnum):
    """What a caller may act as; one token may carry several."""

    MEMBER = "member"
    FACILITATOR = "facilitator"
    BUYER = "buyer"
    ETHICS_COMMITTEE = "ethics_committee"
    EVALUATOR = "evaluator"
    RESEARCHER = "researcher"
    STAFF = "staff"
    PARTNER = "partner"
    CLIENT = "client"
    STAKEHOLDER = "stakeholder"
    SUPPLIER = "supplier"
    OFFICE_ADMIN = "office_admin"
    PLATFORM_ADMIN = "platform_admin"
    INTEGRATOR = "integrator"
