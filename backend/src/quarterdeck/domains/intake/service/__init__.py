"""Taking observations in: stage them, decide what each one is, apply what was decided.

    batch = open_batch(session, actor, source=..., client_id=..., create_missing=...)
    stage(session, batch.id, prepare(session, observed))  # a chunk of rows at a time, in order
    decide(session, batch.id, first=1, last=n)  # writes decisions, and nothing of the record
    apply(session, actor, batch.id, ...)        # writes the record inside the batch's change set
    apply_beside(...)                           # writes other rows meanwhile, if may_apply_beside(...)

Every call is a chunk in the caller's transaction. A dry run is the same without `apply`.
"""

from quarterdeck.domains.intake.service.applying import apply
from quarterdeck.domains.intake.service.batches import (
    access_batch,
    applied_counts,
    begin_deciding,
    counts_of,
    drop_batch,
    open_batch,
    refresh_statistics,
)
from quarterdeck.domains.intake.service.beside import apply_beside, may_apply_beside, reserve_tags
from quarterdeck.domains.intake.service.deciding import decide, look_up
from quarterdeck.domains.intake.service.explaining import kept_in_words
from quarterdeck.domains.intake.service.imposing import impose, limit_changes
from quarterdeck.domains.intake.service.staging import Staged, prepare, stage
from quarterdeck.domains.intake.service.weighing import LookedUp

__all__ = [
    "LookedUp",
    "Staged",
    "access_batch",
    "applied_counts",
    "apply",
    "apply_beside",
    "begin_deciding",
    "counts_of",
    "decide",
    "drop_batch",
    "impose",
    "kept_in_words",
    "limit_changes",
    "look_up",
    "may_apply_beside",
    "open_batch",
    "prepare",
    "refresh_statistics",
    "reserve_tags",
    "stage",
]
