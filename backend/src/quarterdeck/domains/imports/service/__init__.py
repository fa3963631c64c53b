"""What can be done with imports: take a file in, choose its columns, run it, read what came of it."""

from quarterdeck.domains.imports import filters as filters
from quarterdeck.domains.imports.service.checking import checked_rows, issues_of, next_problem
from quarterdeck.domains.imports.service.choosing import change_import
from quarterdeck.domains.imports.service.fixing import create_fix, list_fixes, redo_fix, undo_fix
from quarterdeck.domains.imports.service.layout import choose_layout, read_layout
from quarterdeck.domains.imports.service.mapping import (
    choose_columns,
    describe_mapping,
    guess_again,
    read_mapping,
    remember,
)
from quarterdeck.domains.imports.service.matching import choose_matches, match_rows, matches_of
from quarterdeck.domains.imports.service.presets import (
    access_preset,
    apply_preset,
    change_preset,
    create_preset,
    delete_preset,
    describe_preset,
    list_presets,
)
from quarterdeck.domains.imports.service.results import decision_lines, describe, describe_many, list_imports, rows_of
from quarterdeck.domains.imports.service.retrying import retry_failed
from quarterdeck.domains.imports.service.running import run_import
from quarterdeck.domains.imports.service.taking_back import preview_undo_of_import, undo_import
from quarterdeck.domains.imports.service.templates import write_template
from quarterdeck.domains.imports.service.uploading import access_import, client_called, delete_import, upload
from quarterdeck.domains.imports.service.values import values_of

__all__ = [
    "access_import",
    "access_preset",
    "apply_preset",
    "change_import",
    "change_preset",
    "checked_rows",
    "choose_columns",
    "choose_layout",
    "choose_matches",
    "client_called",
    "create_fix",
    "create_preset",
    "decision_lines",
    "delete_import",
    "delete_preset",
    "describe",
    "describe_many",
    "describe_mapping",
    "describe_preset",
    "guess_again",
    "issues_of",
    "list_fixes",
    "list_imports",
    "list_presets",
    "match_rows",
    "matches_of",
    "next_problem",
    "preview_undo_of_import",
    "read_layout",
    "read_mapping",
    "redo_fix",
    "remember",
    "retry_failed",
    "rows_of",
    "run_import",
    "undo_fix",
    "undo_import",
    "upload",
    "values_of",
    "write_template",
]
