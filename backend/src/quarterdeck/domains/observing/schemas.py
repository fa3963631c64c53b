"""What programs send and get."""

import uuid
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator


class ObservationItem(BaseModel):
    """One device as a source sees it. `fields` by the ids of the field catalogue; empty values say nothing."""

    model_config = ConfigDict(extra="forbid")

    external_id: str | None = Field(default=None, min_length=1, max_length=200)
    observed_at: datetime | None = None
    type: str | None = Field(default=None, max_length=100)
    #: Its id, or a name it is known by.
    client: str | None = Field(default=None, max_length=200)
    fields: dict[str, Any] = Field(default_factory=dict, max_length=400)

    @field_validator("observed_at")
    @classmethod
    def _aware(cls, value: datetime | None) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("say the time zone, for example 2026-11-28T09:00:00Z")
        return value


class ItemProblem(BaseModel):
    code: str
    message: str
    field: str | None = None
    is_error: bool = True


class ItemResult(BaseModel):
    """`item` counts from 1. `unchanged` without `matched_on`: the source said exactly the same before."""

    item: int
    external_id: str | None
    outcome: str
    asset_id: uuid.UUID | None
    matched_on: list[str]
    reason: str
    problems: list[ItemProblem] = Field(default_factory=list)


class BatchResult(BaseModel):
    """`results` are complete when `state` is `done`; of a `queued` batch ask again when its job has ended."""

    id: uuid.UUID
    state: Literal["done", "queued"]
    job_id: uuid.UUID | None
    counts: dict[str, int]
    results: list[ItemResult]
