"""Changing fields of many assets at once, set-based: what `update_asset` does to one.

edits = read_edits(setting, [{"field": "status", "action": "set", "value": "retired"}])
planned = plan(session, actor, edits, ids, lock=True)   # row by row: what changes, what is so already, what can't be
write(session, actor, edits, planned)            # a handful of statements, whatever the number of rows
"""

from quarterdeck.domains.assets.service.editing.edits import Edits, EditsInvalid, read_edits
from quarterdeck.domains.assets.service.editing.naming import names_of_references
from quarterdeck.domains.assets.service.editing.planning import PlannedRow, plan
from quarterdeck.domains.assets.service.editing.writing import write

__all__ = ["Edits", "EditsInvalid", "PlannedRow", "names_of_references", "plan", "read_edits", "write"]
