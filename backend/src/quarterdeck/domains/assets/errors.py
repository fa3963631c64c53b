import uuid
from datetime import datetime

from quarterdeck.platform.errors import AppError, BadRequest, Conflict, Malformed, NotFound, PreconditionFailed


class AssetNotFound(NotFound):
    code = "asset_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such asset, or you may not see it.")


class AssetMerged(AppError):
    """It went into another one; `merged_into` says which."""

    status = 410
    code = "asset_merged"

    def __init__(self, tag: str, survivor: dict[str, object]) -> None:
        super().__init__(f"{tag} was merged into {survivor['tag']}. Open that one instead.", merged_into=survivor)


class MergeRefused(Conflict):
    code = "merge_refused"


class AssetNotMerged(Conflict):
    code = "asset_not_merged"

    def __init__(self) -> None:
        super().__init__("This asset was not merged into another one, so there is nothing to take apart.")


class AssetInvalid(Malformed):
    """One or more values cannot be taken; `errors` says which and why."""

    code = "asset_invalid"

    def __init__(self, errors: list[dict[str, str]]) -> None:
        more = f" And {len(errors) - 1} more." if len(errors) > 1 else ""
        super().__init__(errors[0]["message"] + more, errors=errors)


class AssetTagTaken(Conflict):
    code = "asset_tag_taken"
    field = "tag"

    def __init__(self, tag: str) -> None:
        super().__init__(f"Another asset of this client already carries the tag {tag}.", tag=tag)


class AssetChanged(PreconditionFailed):
    """`current` is the asset as it is now, so that the person can compare; who changed it last, and when."""

    def __init__(self, current: object, *, by: str | None = None, at: datetime | None = None) -> None:
        super().__init__(
            f"{by or 'Somebody else'} changed this asset meanwhile. Compare and save again.",
            current=current,
            changed_by=by,
            changed_at=at.isoformat() if at else None,
        )


class JunkInvalid(Malformed):
    code = "junk_invalid"


class JunkSettled(Conflict):
    """It is junk, or counts, without an entry of the tenant's own."""

    code = "junk_settled"


class JunkListFull(Conflict):
    code = "junk_list_full"


class JunkNotFound(NotFound):
    code = "junk_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such entry on your list. What is shipped can be allowed, but not removed.")


class TransitionRefused(Conflict):
    code = "status_transition_refused"

    def __init__(self, current: str, wanted: str, allowed: list[str], labels: dict[str, str]) -> None:
        names = ", ".join(labels[status] for status in allowed)
        super().__init__(
            f"An asset that is {labels[current].lower()} cannot become {labels[wanted].lower()}. Possible: {names}.",
            current_status=current,
            allowed=allowed,
        )


class AssetInUse(Conflict):
    code = "asset_in_use"

    def __init__(self) -> None:
        super().__init__("Other records refer to this asset, so it cannot be deleted. Retire it instead.")


class AssetTypeNotFound(NotFound):
    code = "asset_type_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such asset type.")


class AssetTypeKeyTaken(Conflict):
    code = "asset_type_key_taken"

    def __init__(self, key: str) -> None:
        super().__init__(f"There is already an asset type with the key {key}.", key=key)


class AssetTypeInUse(Conflict):
    code = "asset_type_in_use"


class AssetTypeBuiltIn(Conflict):
    code = "asset_type_built_in"

    def __init__(self) -> None:
        super().__init__("A built-in asset type cannot be deleted.")


class CustomFieldNotFound(NotFound):
    code = "custom_field_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such custom field.")


class CustomFieldKeyTaken(Conflict):
    code = "custom_field_key_taken"

    def __init__(self, key: str) -> None:
        super().__init__(f"There is already a custom field with the key {key}.", key=key)


class CustomValueTaken(Conflict):
    """A value of a unique field is another asset's; `errors` says of which field, and whose if that may be seen."""

    code = "value_taken"

    def __init__(self, errors: list[dict[str, object]]) -> None:
        super().__init__(str(errors[0]["message"]), errors=errors)


class CustomFieldNotUnique(Conflict):
    """A field cannot become unique. `duplicates` lists values of several assets, `duplicated` counts all of them."""

    code = "custom_field_not_unique"

    def __init__(self, label: str, duplicates: list[dict[str, object]], duplicated: int) -> None:
        what = "1 value stands" if duplicated == 1 else f"{duplicated:,} values stand"
        where = f"{what} on more than one asset" if duplicated else "assets that you may not see have equal values"
        super().__init__(
            f"{label} cannot be unique: {where}. Change them first.",
            duplicates=duplicates,
            duplicated=duplicated,
        )


class CustomFieldInUse(Conflict):
    code = "custom_field_in_use"

    def __init__(self, label: str, assets: int) -> None:
        super().__init__(
            f"{assets:,} assets have a value in {label}. Delete it with discard_values=true to drop those values.",
            assets=assets,
        )


class ChoiceInUse(Conflict):
    code = "choice_in_use"

    def __init__(self, choice: str, assets: int) -> None:
        super().__init__(
            f"{assets:,} assets have the value “{choice}”. Change them before you remove it from the choices.",
            choice=choice,
            assets=assets,
        )


class RecordChanged(PreconditionFailed):
    def __init__(self, current: object) -> None:
        super().__init__("Somebody else changed this meanwhile. Compare and save again.", current=current)


class FilterInvalid(BadRequest):
    code = "filter_invalid"

    def __init__(self, errors: list[dict[str, object]]) -> None:
        super().__init__(str(errors[0]["message"]) if errors else "This filter cannot be read.", errors=errors)


class SortInvalid(BadRequest):
    code = "sort_invalid"


class ColumnsInvalid(BadRequest):
    code = "columns_invalid"


class CursorRefused(BadRequest):
    code = "cursor_invalid"


def unknown_reference(field: str, label: str, _id: uuid.UUID) -> dict[str, str]:
    """A reference to something that is not there, or not for this person to see."""
    return {
        "field": field,
        "code": "unknown_reference",
        "message": f"{label}: there is none with this id, or it belongs to another client.",
    }


class SelectionNotFound(NotFound):
    code = "selection_not_found"

    def __init__(self) -> None:
        super().__init__("This selection is no longer kept. Select again.")


class SelectionTooLarge(BadRequest):
    code = "selection_too_large"

    def __init__(self, most: int) -> None:
        super().__init__(f"At most {most:,} assets can be selected at once. Narrow the filter.", most=most)


class FieldLocked(Conflict):
    """A program wrote to a field that a person has locked."""

    code = "field_locked"

    def __init__(self, label: str, by: str, reason: str) -> None:
        super().__init__(f"{label} is locked by {by}: {reason} Unlock it first.", field_label=label)


class FieldNotLockable(BadRequest):
    code = "field_not_lockable"

    def __init__(self, field_id: str) -> None:
        super().__init__(f"There is no field '{field_id}' of this asset that a source could change.")


class FieldNotLocked(NotFound):
    code = "field_not_locked"

    def __init__(self, label: str) -> None:
        super().__init__(f"{label} is not locked.")


class ValueGone(Conflict):
    code = "value_gone"

    def __init__(self, source: str, label: str) -> None:
        super().__init__(f"{source} no longer says anything else about {label}. Look again.")


class PrecedenceInvalid(Malformed):
    code = "precedence_invalid"

    def __init__(self, errors: list[dict[str, str]]) -> None:
        super().__init__(errors[0]["message"], errors=errors)


class PastTooFar(Conflict):
    code = "past_too_far"

    def __init__(self, most: int) -> None:
        super().__init__(
            f"More than {most:,} changes were made since then, too many to go back over for a list. Choose a later "
            "moment, or open a single asset: its history reaches back as far as it is kept."
        )
