"""Reading joint tasks: lists of a department and of an applicant, one task in full, what is overdue."""

from .experts import ExpertRow, experts, silence_rules
from .lists import TaskRow, of_case, of_department, of_party, overdue
from .page import (
    CheckedTaskPaper,
    FileRow,
    FindingRow,
    PaperRow,
    PartRow,
    PersonRow,
    TaskPage,
    Told,
    may_open_file,
    paper,
    paper_by_check,
    paper_by_digest,
    task_page,
    told,
)
from .planning import own_lead, planned_about
from .visited import Visited, visited

__all__ = [
    "CheckedTaskPaper", "ExpertRow", "FileRow", "FindingRow", "PaperRow", "PartRow", "PersonRow",
    "TaskPage", "TaskRow", "Told", "Visited",
    "experts", "may_open_file", "of_case", "of_department", "of_party", "overdue", "own_lead",
    "paper",
    "paper_by_check", "paper_by_digest", "planned_about", "silence_rules", "task_page", "told", "visited",
]  # fmt: skip
