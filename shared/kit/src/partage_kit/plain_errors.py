"""What an operator can mend, as one line that names the setting and the remedy. No traceback, and exit status 2."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from partage_kit.constraints import lasting_trouble
from partage_kit.errors import Refusal
from partage_kit.serving import fail
from partage_kit.settings import HOUSE, WrongSettings


@contextmanager
def plain_errors(room: str = "") -> Iterator[None]:
    """Turn what an operator can mend into a line that says how; `room` is the prefix of the settings (`MEMBERS_`)."""
    try:
        yield
    except WrongSettings as error:
        fail(str(error))
    except Refusal as error:
        if isinstance(error.__cause__, (SQLAlchemyError, OSError)):
            _fail_for_database(error.__cause__, room)
        fail(f"{error.detail or error.titles['en']}. {error.remedy}")
    except (SQLAlchemyError, OSError) as error:
        _fail_for_database(error, room)
    except Exception as error:
        if not type(error).__module__.startswith("alembic."):
            raise
        fail(f"the database cannot be brought up to date: {error}. Is it of a newer version of this service?")


def _fail_for_database(error: Exception, room: str) -> NoReturn:
    where = f"Look at {HOUSE}{room}DATABASE_URL; without it the database is a file in {HOUSE}HOME"
    fail(f"the database cannot be used: {_reason(error)}. {where}")


def _reason(error: Exception) -> str:
    trouble = lasting_trouble(error) if isinstance(error, DBAPIError) else None
    return trouble or str(error.__cause__ or error).strip().partition("\n")[0].rstrip(".")
