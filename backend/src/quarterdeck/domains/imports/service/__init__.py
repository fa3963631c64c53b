"""What can be done with imports: take a file in, choose its columns, run it, read what came of it."""

from quarterdeck.domains.imports.service.choosing import change_import, choose_columns
from quarterdeck.domains.imports.service.layout import choose_layout, read_layout
from quarterdeck.domains.imports.service.results import decision_lines, describe, list_imports, rows_of
from quarterdeck.domains.imports.service.running import run_import
from quarterdeck.domains.imports.service.templates import write_template
from quarterdeck.domains.imports.service.uploading import access_import, client_called, delete_import, upload

__all__ = [
    "access_import",
    "change_import",
    "choose_columns",
    "choose_layout",
    "client_called",
    "decision_lines",
    "delete_import",
    "describe",
    "list_imports",
    "read_layout",
    "rows_of",
    "run_import",
    "upload",
    "write_template",
]
