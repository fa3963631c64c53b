"""Path parameters."""

import uuid
from typing import Annotated

from fastapi import Path

RecordId = Annotated[uuid.UUID, Path(alias="id")]
"""The `{id}` of a path like `/clients/{id}`."""
