"""Long work: a row that tells how far it is, and chunks that are done one a transaction by whichever process is free.

A service names its kinds in `create_service(..., jobs=[...])`, a command starts one with `start_job`, and its route
answers 202 with `accepted`. A job that a killed process leaves is taken up by another, or by the same one when it is
back, behind the last chunk that was committed.
"""

from partage_kit.jobs.answers import Accepted, JobStarted
from partage_kit.jobs.commands import start_job
from partage_kit.jobs.errors import JobNotFound
from partage_kit.jobs.files import add_to_file
from partage_kit.jobs.kinds import Job, JobKind, JobState, Step

__all__ = [
    "Accepted",
    "Job",
    "JobKind",
    "JobNotFound",
    "JobStarted",
    "JobState",
    "Step",
    "add_to_file",
    "start_job",
]
