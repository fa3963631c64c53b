from collections.abc import Sequence

from quarterdeck.platform.errors import AppError, Conflict, Malformed, NotFound


class ImportNotFound(NotFound):
    code = "import_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such import, or you may not see it.")


class FileUnreadable(Malformed):
    """What the file's problem is, in a sentence; the problem's own code is in `reason`."""

    code = "file_unreadable"


class NothingMapped(Malformed):
    code = "nothing_mapped"

    def __init__(self, because: str = "No column tells which device a row is about.") -> None:
        super().__init__(
            f"{because} Name a column Serial Number, Asset Tag, MAC Address, Hostname or Name, or choose the field "
            "for one."
        )


class NoClient(Malformed):
    code = "no_client"

    def __init__(self) -> None:
        super().__init__("No column names the client, and no client was chosen for the file. Choose one of the two.")


class MappingInvalid(Malformed):
    code = "mapping_invalid"


class ImportBusy(Conflict):
    code = "import_busy"

    def __init__(self, message: str = "This import is running. Wait for it to end, or cancel its job.") -> None:
        super().__init__(message)


class ImportDone(Conflict):
    code = "import_done"

    def __init__(self) -> None:
        super().__init__("This import is finished. Upload the file again to import it again.")


class NotReady(Malformed):
    """What still has to be chosen; each thing is in `errors`."""

    code = "not_ready"


class NoTemplate(NotFound):
    code = "no_template"

    def __init__(self, type_key: str) -> None:
        super().__init__(f"There is no type of asset with the key {type_key}.")


class FieldClaimedTwice(Malformed):
    """Two columns for one field; `columns` are their numbers."""

    code = "field_claimed_twice"

    def __init__(self, claims: Sequence[tuple[str, str, Sequence[int]]]) -> None:
        _, label, columns = claims[0]
        errors = [
            {
                "field": field_id,
                "code": self.code,
                "message": f"{len(each)} columns go to {named}.",
                "columns": list(each),
            }
            for field_id, named, each in claims
        ]
        sentence = f"{len(columns)} columns go to the field {label}. Choose one of them."
        super().__init__(sentence, errors=errors, columns=list(columns))


class ColumnUnknown(NotFound):
    code = "column_unknown"

    def __init__(self, index: int) -> None:
        super().__init__(f"The file has no column with the number {index}.")


class PresetNotFound(NotFound):
    code = "preset_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such preset, or you may not see it.")


class PresetOfOtherClient(Conflict):
    code = "preset_of_other_client"

    def __init__(self, name: str, client: str) -> None:
        super().__init__(f"The preset “{name}” is only for {client}, and this import is for another client.")


class PresetNameTaken(Conflict):
    code = "preset_name_taken"
    field = "name"

    def __init__(self, name: str) -> None:
        super().__init__(f"Another preset is called “{name}”. Choose another name.")


class NotChecked(Conflict):
    code = "not_checked"

    def __init__(self) -> None:
        super().__init__("The rows have not been checked yet. Check them first.")


class RowNotFound(NotFound):
    code = "row_not_found"

    def __init__(self, row: int) -> None:
        super().__init__(f"The file has no row {row}.")


class FixInvalid(Malformed):
    code = "fix_invalid"


class NothingToUndo(Conflict):
    code = "nothing_to_undo"

    def __init__(self) -> None:
        super().__init__("There is no fix to undo.")


class NothingToRedo(Conflict):
    code = "nothing_to_redo"

    def __init__(self) -> None:
        super().__init__("There is no fix to do again.")


class NothingToRetry(Conflict):
    code = "nothing_to_retry"

    def __init__(self) -> None:
        super().__init__("No row of this import failed, or it is still running.")


class TooManyFailed(AppError):
    """Ends the job before anything is written."""

    status = 409
    code = "too_many_failed"

    def __init__(self, failed: int, rows: int, percent: float) -> None:
        super().__init__(
            f"{failed:,} of {rows:,} rows can't go in, which is more than the {percent:g} % that were allowed. "
            "Nothing was written."
        )


class ChoiceInvalid(Malformed):
    code = "choice_invalid"


class CreateBlocked(Conflict):
    code = "create_blocked"

    def __init__(self, tag: str) -> None:
        super().__init__(f"Another asset carries the tag {tag}, so the row can't become a new one.")


class NothingToClear(Conflict):
    code = "nothing_to_clear"

    def __init__(self) -> None:
        super().__init__(
            "Empty cells can only empty fields where the file is an export of Quarterdeck that comes back, "
            "with its column Quarterdeck ID."
        )
