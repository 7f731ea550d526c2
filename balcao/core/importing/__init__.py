"""Files that are imported: kept line by line, looked through, and dealt with when somebody says so."""

from .course import Course, Outcome
from .files import ImportedFile, State
from .lines import BROKEN, Lines, Refused

__all__ = ["BROKEN", "Course", "ImportedFile", "Lines", "Outcome", "Refused", "State"]
