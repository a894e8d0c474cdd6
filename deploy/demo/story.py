"""The story of the demo cooperative, step by step."""

from deploy.demo.parts.daily_life import DAILY_LIFE
from deploy.demo.parts.founding import FOUNDING
from deploy.demo.parts.reckoning import RECKONING

STORY = FOUNDING + DAILY_LIFE + RECKONING
"""All steps, in the order of life; what has to wait for a date waits while other things happen."""
