"""Every table of the product, for Alembic and the drift check."""

import quarterdeck.domains.assets.models
import quarterdeck.domains.attachments.models
import quarterdeck.domains.bulk.models
import quarterdeck.domains.files.models
import quarterdeck.domains.flags.models
import quarterdeck.domains.identity.models
import quarterdeck.domains.imports.models
import quarterdeck.domains.intake.models
import quarterdeck.domains.jobs.models
import quarterdeck.domains.journal.models
import quarterdeck.domains.notifications.models
import quarterdeck.domains.observing.models
import quarterdeck.domains.recovery.models
import quarterdeck.domains.tenancy.models
import quarterdeck.domains.views.models
import quarterdeck.platform.http.idempotency_table  # noqa: F401 (imported for their tables)
from quarterdeck.platform.db.base import Base

target_metadata = Base.metadata
