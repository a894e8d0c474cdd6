"""Who acts in the story, and with which roles."""

from uuid import UUID

from deploy.demo.answers import Actor
from deploy.demo.people import Person
from partage_kit.auth import Role


def member(person: Person) -> Actor:
    """A member. Her token names no filière: what she may do follows from what the services know."""
    return Actor(person.office, (Role.MEMBER,), person.id)


def facilitator(person: Person, filiere_id: str) -> Actor:
    """A member who facilitates a filière."""
    return Actor(person.office, (Role.MEMBER, Role.FACILITATOR), person.id, (UUID(filiere_id),))


def staff(office: str) -> Actor:
    """A permanent worker of an office."""
    return Actor(office, (Role.STAFF,))


def payroll(office: str) -> Actor:
    """The system by which an office pays its members."""
    return Actor(office, (Role.INTEGRATOR,), subject="payroll")


def client(office: str) -> Actor:
    """A client of an office."""
    return Actor(office, (Role.CLIENT,))


def buyer(office: str) -> Actor:
    """The professional purchaser of an office."""
    return Actor(office, (Role.BUYER,))


def ethics_committee(office: str) -> Actor:
    """The ethics committee of an office."""
    return Actor(office, (Role.ETHICS_COMMITTEE,))


def evaluator(office: str) -> Actor:
    """Somebody who conducts the evaluation of an office."""
    return Actor(office, (Role.EVALUATOR,))


def colleague(office: str) -> Actor:
    """An administrator of an office, who adopts what the evaluator wrote: nobody approves their own work."""
    return Actor(office, (Role.OFFICE_ADMIN,))


def language_of(office: str) -> str:
    """The language in which those who work for an office write what is not translated."""
    return {"brussels": "nl", "lille": "fr"}[office]


def operator(office: str) -> Actor:
    """Who runs the house for all offices."""
    return Actor(office, (Role.PLATFORM_ADMIN,), subject="operator")
