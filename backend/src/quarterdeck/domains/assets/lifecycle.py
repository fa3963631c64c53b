"""The life of an asset, from the order to the disposal, and which steps are possible."""

from types import MappingProxyType

STATUS_LABELS = MappingProxyType(
    {
        "ordered": "Ordered",
        "in_stock": "In stock",
        "deployed": "Deployed",
        "in_repair": "In repair",
        "retired": "Retired",
        "disposed": "Disposed",
        "missing": "Missing",
    }
)

# A cancelled order is retired; what was found again may be in any state; a disposal recorded by mistake is taken back
# to retired, so that it never looks as if a sold device came into use by itself.
TRANSITIONS = MappingProxyType(
    {
        "ordered": ("in_stock", "deployed", "missing", "retired"),
        "in_stock": ("deployed", "in_repair", "missing", "retired", "disposed"),
        "deployed": ("in_stock", "in_repair", "missing", "retired"),
        "in_repair": ("in_stock", "deployed", "missing", "retired", "disposed"),
        "retired": ("in_stock", "deployed", "missing", "disposed"),
        "disposed": ("retired",),
        "missing": ("in_stock", "deployed", "in_repair", "retired", "disposed"),
    }
)


def may_become(current: str, wanted: str) -> bool:
    return wanted == current or wanted in TRANSITIONS.get(current, ())


def statuses_as_json() -> list[dict[str, object]]:
    """Every status with the ones that may follow it, as `GET /fields` tells it."""
    return [{"key": key, "label": label, "transitions": list(TRANSITIONS[key])} for key, label in STATUS_LABELS.items()]
