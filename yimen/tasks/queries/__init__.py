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

__all__ = [
    "CheckedTaskPaper", "ExpertRow", "FileRow", "FindingRow", "PaperRow", "PartRow", "PersonRow",
    "TaskPage", "TaskRow", "Told",
    "experts", "may_open_file", "of_case", "of_department", "of_party", "overdue", "paper",
    "paper_by_check", "paper_by_digest", "silence_rules", "task_page", "told",
]  # fmt: skip
