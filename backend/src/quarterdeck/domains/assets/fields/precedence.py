"""Whose value of a field stands: rules by class of field and by field, and the defaults that need no configuration."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from quarterdeck.domains.assets.fields.definition import (
    CUSTOM_PREFIX,
    AssetColumn,
    AssetField,
    CustomValue,
    ExtensionColumn,
    ReferenceColumn,
)
from quarterdeck.domains.assets.sources import AGENT, PERSON

Mode = Literal["newest", "source"]
FieldClass = Literal["people", "technical", "general"]
CLASSES: tuple[FieldClass, ...] = ("people", "technical", "general")

#: Columns no source ever changes, or that say of themselves which value stands (a set grows, the latest sighting wins).
NOT_RIVALLED = frozenset({"mac_addresses", "tags", "last_seen_at"})
#: By key, the table of the record that a source can name; it may be deleted later.
REFERENCES = {"location_id": "locations", "contact_id": "contacts"}
_NEVER_OBSERVED = frozenset({"client_id", "type", "created_at", "updated_at"})
_TECHNICAL = frozenset(
    {
        "manufacturer", "model", "serial", "hardware_uuid", "hostname", "mac_addresses", "ip_address", "wan_ip",
        "last_seen_at",
    }
)  # fmt: skip
_GENERAL = frozenset(
    {
        "purchase_date", "purchase_cost", "currency", "supplier", "order_number", "warranty_start", "warranty_end",
        "end_of_life", "device_role", "server_role", "ownership", "management_url", "rack", "rack_unit", "paper_sizes",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """In mode `source` the earlier in the list stands, in mode `newest` the later observed. The other breaks ties.

    An entry is a source, or a kind of sources. Sources that are not listed come after those that are.
    """

    mode: Mode
    sources: tuple[str, ...] = ()

    def rank(self, source: str) -> int:
        places = (i for i, each in enumerate(self.sources) if source == each or source.startswith(f"{each}:"))
        return next(places, len(self.sources))

    def strength(self, source: str, observed_at: datetime) -> tuple[float, float, str]:
        """Orders reports: the least stands."""
        rank, age = float(self.rank(source)), -observed_at.timestamp()
        return (rank, age, source) if self.mode == "source" else (age, rank, source)

    def as_json(self) -> dict[str, object]:
        return {"m": "s" if self.mode == "source" else "n", "o": list(self.sources)}


#: A person's word stands on what people decide; an agent knows the device best; of the rest the newest is right.
DEFAULTS: Mapping[FieldClass, Rule] = {
    "people": Rule("source", (PERSON,)),
    "technical": Rule("source", (AGENT,)),
    "general": Rule("newest"),
}


def key_of(declared: AssetField) -> str:
    """The name a field has in reports: its column, or `cf.` and the key of a custom field."""
    match declared.home:
        case AssetColumn(name) | ReferenceColumn(name=name) | ExtensionColumn(name):
            return name
        case CustomValue(key):
            return CUSTOM_PREFIX + key


def class_of(declared: AssetField) -> FieldClass:
    key = key_of(declared)
    if key in _GENERAL:
        return "general"
    return "technical" if key in _TECHNICAL or isinstance(declared.home, ExtensionColumn) else "people"


def is_observed(declared: AssetField) -> bool:
    """Whether sources can change it at all, and so whether it can be locked."""
    return declared.is_importable and key_of(declared) not in _NEVER_OBSERVED


def is_rivalled(declared: AssetField) -> bool:
    """Whether one source's value of it excludes another's."""
    return is_observed(declared) and key_of(declared) not in NOT_RIVALLED


def is_gone(key: str, value: str, client_id: str) -> str:
    """SQL: a source named a record that is deleted since, which is as good as having named none.

    Over the key and the value, jsonb, of a report; `client_id` is the asset's. A value that was emptied is "".
    """
    cases = " ".join(
        f"when '{name}' then {value} <> '\"\"' and not exists (select 1 from {table} r where r.tenant_id = %(tenant)s "
        f"and r.id = nullif({value} #>> '{{}}', '')::uuid and r.client_id = {client_id})"
        for name, table in REFERENCES.items()
    )
    return f"case {key} {cases} else false end"


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The rules of a tenant: its own where it has any, by client, by field before class; else the defaults."""

    tenant: Mapping[str, Rule]
    clients: Mapping[str, Mapping[str, Rule]]

    def rule_for(self, declared: AssetField, client_id: object = None) -> Rule:
        return self.origin_of(declared, client_id)[0]

    def origin_of(self, declared: AssetField, client_id: object = None) -> tuple[Rule, str]:
        """The rule, and whether it is the client's, the tenant's or the default."""
        own = self.clients.get(str(client_id), {})
        names = (declared.id, class_of(declared))
        for scope, rules in (("client", own), ("tenant", self.tenant)):
            for name in names:
                if name in rules:
                    return rules[name], scope
        return DEFAULTS[class_of(declared)], "default"

    def as_json(self, fields: Sequence[AssetField]) -> dict[str, dict[str, dict[str, object]]]:
        """By client (`*` for all others) and key, for the statement that decides."""
        observed = [declared for declared in fields if is_observed(declared)]
        book = {"*": {key_of(declared): self.rule_for(declared).as_json() for declared in observed}}
        for client_id in self.clients:
            book[client_id] = {key_of(each): self.rule_for(each, client_id).as_json() for each in observed}
        return book
