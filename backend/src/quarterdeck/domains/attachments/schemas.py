import uuid
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from quarterdeck.domains.assets.answers import MergedFrom
from quarterdeck.kit.text import clean_text


def _lines(text: str) -> str:
    return clean_text(text, keep_lines=True).strip()


Text = Annotated[str, StringConstraints(max_length=20_000), AfterValidator(_lines)]
NoteText = Annotated[Text, StringConstraints(min_length=1)]


class NoteCreate(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: NoteText


class AttachmentUpdate(BaseModel):
    """The words of a note, or those about a file."""

    model_config = ConfigDict(extra="forbid")

    text: Text


class AttachedFile(BaseModel):
    name: str
    media_type: str
    size_bytes: int


class AttachmentRead(BaseModel):
    """`asset_id` is the asset it was kept with first; `merged_from` that one, where it went into another since."""

    id: uuid.UUID
    asset_id: uuid.UUID
    merged_from: MergedFrom | None
    kind: Literal["note", "file"]
    text: str
    file: AttachedFile | None
    author_id: uuid.UUID | None
    author_label: str
    created_at: datetime
    updated_at: datetime
    version: int
