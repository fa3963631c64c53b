"""What the rows of a chunk are held against, and the verdict on each."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Any

from quarterdeck.domains.assets.service.junk import junk_of
from quarterdeck.domains.intake import queries
from quarterdeck.domains.intake.identity.comparing import compare
from quarterdeck.domains.intake.identity.identities import Identity, identity_from
from quarterdeck.domains.intake.identity.judging import (
    Candidate,
    Case,
    judge,
    judge_elsewhere,
    judge_named,
    ruled,
)
from quarterdeck.domains.intake.identity.weights import CROWD, FOLLOWED
from quarterdeck.domains.intake.queries import Chunk, Holder, Lead
from quarterdeck.domains.intake.schemas import ALL, CUT_HOSTNAME, NAME, ONLY_LEADING, ROW_KEY, Ruling, Verdict
from quarterdeck.domains.intake.service.plain import Plain
from quarterdeck.domains.intake.service.remembering import fingerprint_of, rulings_on
from quarterdeck.kit.identifiers.hostnames import NETBIOS_LENGTH, Hostname, are_same_host, is_number_cut
from quarterdeck.kit.identifiers.junk import NO_JUNK, Junk, JunkKind
from quarterdeck.kit.ids import new_id
from quarterdeck.platform.db.session import TenantSession

Key = tuple[str, str, str]
_STANDS_FOR_ASSET = frozenset({"created", "updated", "unchanged", "duplicate_in_file"})


@dataclass(frozen=True, slots=True)
class LookedUp:
    """Where the identifiers of a chunk lead: what is asked of the record and of the other rows of the batch."""

    leads: Sequence[Lead]
    assets: Sequence[Holder]
    rows: Sequence[Holder]
    plain: Plain


@dataclass(slots=True)
class View:
    """What is known about a chunk of rows and everything they might be."""

    order: list[int] = field(default_factory=list)
    client_of: dict[int, str] = field(default_factory=dict)
    leads: dict[int, Sequence[uuid.UUID]] = field(default_factory=dict)
    keys: dict[int, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    rows: dict[int, Identity] = field(default_factory=dict)
    repeats: dict[int, int] = field(default_factory=dict)
    assets_by_key: dict[Key, list[uuid.UUID]] = field(default_factory=lambda: defaultdict(list))
    rows_by_key: dict[Key, list[int]] = field(default_factory=lambda: defaultdict(list))
    crowded: dict[str, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    assets: dict[uuid.UUID, Identity] = field(default_factory=dict)
    labels: dict[uuid.UUID, str] = field(default_factory=dict)
    on_record: set[uuid.UUID] = field(default_factory=set)
    decided: dict[int, tuple[str, uuid.UUID | None, int | None]] = field(default_factory=dict)
    first_row: dict[uuid.UUID, int] = field(default_factory=dict)
    promised: Mapping[int, uuid.UUID] = field(default_factory=dict)
    rulings: Mapping[int, Ruling] = field(default_factory=dict)
    #: Whether a ruling took an identifier out of a row.
    has_lost_keys: bool = False
    #: Assets of other clients with the same strong identifiers, where the tenant wants to hear of them.
    elsewhere: Mapping[int, Sequence[uuid.UUID]] = field(default_factory=dict)
    #: The asset a row says it is about.
    named: dict[int, uuid.UUID] = field(default_factory=dict)
    junk: Junk = NO_JUNK
    #: Adapters of which the tenant says that they belong to one machine.
    trusted: set[str] = field(default_factory=set)

    @classmethod
    def load(
        cls,
        session: TenantSession,
        chunk: Chunk,
        leads: Sequence[Lead],
        elsewhere: Mapping[int, Sequence[uuid.UUID]],
        looked_up: LookedUp,
    ) -> "View":
        view = cls(junk=junk_of(session), elsewhere=elsewhere)
        view.order = [lead.row_no for lead in leads]
        view.client_of = {lead.row_no: lead.client_key for lead in leads}
        view.leads = {lead.row_no: lead.assets for lead in leads}
        for *row, keys in queries.rows_by_number(session, chunk.batch_id, view.order):
            row_no = row[0]
            view.keys[row_no] = pairs = [(kind, value) for kind, value in keys]
            named = next((value for kind, value in pairs if kind == ROW_KEY), None)
            if named is not None:
                view.named[row_no] = uuid.UUID(named)
            view.rows[row_no] = view._row_identity(row, pairs)
        view.repeats = queries.first_with_same_keys(session, chunk)
        view.rulings, view.has_lost_keys = rulings_on(session, chunk, view.keys, view.client_of)
        view._note_holders(looked_up, {(_plain(kind), value) for keys in view.keys.values() for kind, value in keys})
        view._load_earlier_rows(session, chunk)
        view._load_assets(session, chunk)
        view._find_crowds()
        view._heed_junk()
        return view

    def _row_identity(self, row: Sequence[Any], keys: Iterable[tuple[str, str]]) -> Identity:
        _, _, type_key, type_is_stated, location, contact, hostname, name, maker, model, ip = row
        return identity_from(
            keys,
            hostname=hostname,
            name=name,
            manufacturer=maker,
            model=model,
            type_key=type_key if type_is_stated else None,
            location_id=location,
            contact_id=contact,
            ip=ip,
            names=self.junk.of(JunkKind.HOSTNAME),
        )

    def _note_holders(self, looked_up: LookedUp, said: AbstractSet[tuple[str, str]]) -> None:
        """Of identifiers that the rows have said; where all others lead is nothing to them."""
        for kind, value, client, asset_id, holders in looked_up.assets:
            if (kind, value) not in said:
                continue
            if holders > FOLLOWED:
                self.crowded[client].add((kind, value))
            else:
                self.assets_by_key[kind, value, client].append(asset_id)
        for kind, value, client, row_no, holders in looked_up.rows:
            if holders > FOLLOWED:
                self.crowded[client].add((kind, value))
            else:
                self.rows_by_key[kind, value, client].append(row_no)

    def _load_earlier_rows(self, session: TenantSession, chunk: Chunk) -> None:
        wanted = {row for rows in self.rows_by_key.values() for row in rows} | set(self.repeats.values())
        others = sorted(wanted - self.rows.keys())
        if not others:
            return
        for *row, keys in queries.rows_by_number(session, chunk.batch_id, others):
            self.rows[row[0]] = self._row_identity(row, [(kind, value) for kind, value in keys])
        for row_no, outcome, asset_id, duplicate_of in queries.decisions_on(session, chunk.batch_id, others):
            if row_no < chunk.first:
                self.decided[row_no] = (outcome, asset_id, duplicate_of)

    def _load_assets(self, session: TenantSession, chunk: Chunk) -> None:
        ids = {asset for assets in self.assets_by_key.values() for asset in assets}
        ids |= {asset for assets in self.leads.values() for asset in assets}
        ids |= {asset for _, asset, _ in self.decided.values() if asset is not None}
        ids |= set(self.named.values())
        ids |= {asset for assets in self.elsewhere.values() for asset in assets}
        ids |= {ruling.asset_id for ruling in self.rulings.values() if ruling.asset_id is not None}
        if not ids:
            return
        current: dict[uuid.UUID, list[tuple[str, str]]] = defaultdict(list)
        former: dict[uuid.UUID, list[tuple[str, str]]] = defaultdict(list)
        for asset_id, kind, value, is_current in queries.asset_identifiers(session, ids):
            (current if is_current else former)[asset_id].append((kind, value))
        for asset_id, tag, hostname, name, maker, model, type_key, location, contact, ip in queries.asset_facts(
            session, ids
        ):
            self.labels[asset_id] = tag
            self.on_record.add(asset_id)
            self.assets[asset_id] = identity_from(
                current[asset_id],
                former[asset_id],
                hostname=hostname,
                name=name,
                manufacturer=maker,
                model=model,
                type_key=type_key,
                location_id=location,
                contact_id=contact,
                ip=ip,
                names=self.junk.of(JunkKind.HOSTNAME),
            )
        for asset_id, (row_no, is_new) in queries.first_rows_of(
            session, chunk.batch_id, ids, before=chunk.first
        ).items():
            self.first_row[asset_id] = row_no
            if is_new:  # on record by now, but only because an earlier chunk of this file put it there
                self.on_record.discard(asset_id)
        for row_no, (outcome, stands_for, _) in self.decided.items():
            if outcome in _STANDS_FOR_ASSET and stands_for is not None and row_no in self.rows:
                self._learn(stands_for, row_no)

    def _find_crowds(self) -> None:
        """A value that machines of many names carry identifies none of them: a dock, a junk serial."""
        for (kind, value, client), rows in list(self.rows_by_key.items()):
            self._judge_crowd(kind, value, client, rows, self.assets_by_key.get((kind, value, client), []))
        for (kind, value, client), assets in self.assets_by_key.items():
            if (kind, value, client) not in self.rows_by_key:
                self._judge_crowd(kind, value, client, [], assets)

    def _heed_junk(self) -> None:
        """What the tenant calls junk proves as little as what many machines carry, also where it is on record."""
        if self.junk.is_empty:
            return
        for row_no, keys in self.keys.items():
            for kind, value in keys:
                says = self.junk.says(_plain(kind), value)
                if says and row_no in self.client_of:
                    self.crowded[self.client_of[row_no]].add((_plain(kind), value))
                elif says is False and kind == "mac":
                    self.trusted.add(value)

    def _judge_crowd(
        self, kind: str, value: str, client: str, rows: Iterable[int], assets: Iterable[uuid.UUID]
    ) -> None:
        if kind in {"hostname", NAME, "tag"}:
            return
        identities = [*(self.rows[row] for row in rows if row in self.rows)]
        identities += [self.assets[asset] for asset in assets if asset in self.assets]
        if kind == CUT_HOSTNAME:
            if not _is_alone([self.rows[row] for row in rows if row in self.rows], identities):
                self.crowded[client].add((kind, value))
            return
        names = {identity.called or f"nameless {place}" for place, identity in enumerate(identities)}
        if len(names) >= CROWD and (kind != "serial" or _are_unlike(identities)):
            self.crowded[client].add((kind, value))

    def decide(self, row_no: int) -> Verdict:
        """The verdict on a row, all earlier ones being decided. Later rows are held against it too."""
        earlier = self.repeats.get(row_no)
        if earlier is not None and earlier in self.decided:
            verdict = self._repeat(row_no, earlier)
        else:
            verdict = self._ruled(row_no) or self._as_named(row_no) or self._judged(row_no)
        self.decided[row_no] = (verdict.outcome, verdict.asset_id, verdict.duplicate_of_row)
        if verdict.asset_id is not None and verdict.outcome != "review":
            self.first_row.setdefault(verdict.asset_id, row_no)
            self._learn(verdict.asset_id, row_no)
        return verdict

    def _judged(self, row_no: int) -> Verdict:
        case = Case(row_no, list(self._candidates(row_no)), has_keys=self._has_keys(row_no))
        verdict = judge(case, new_asset_id=lambda: self.promised.get(row_no) or new_id())
        if verdict.outcome == "created" and row_no in self.elsewhere:
            verdict = judge_elsewhere(case, list(self._elsewhere(row_no))) or verdict
        if verdict.review is None:
            return verdict
        return replace(verdict, review={**verdict.review, "fingerprint": fingerprint_of(self.keys[row_no])})

    def _elsewhere(self, row_no: int) -> Iterator[Candidate]:
        denied = self.rulings[row_no].not_assets if row_no in self.rulings else frozenset()
        for asset_id in self.elsewhere[row_no]:
            if asset_id in self.assets and asset_id not in denied:
                yield self._as_candidate(self.rows[row_no], asset_id, self.crowded[self.client_of[row_no]])

    def _ruled(self, row_no: int) -> Verdict | None:
        """What a person has said of this observation, if what it was said of is still there."""
        ruling = self.rulings.get(row_no)
        if ruling is None or ruling.asset_id is None:
            return None
        if ruling.is_new and ruling.asset_id not in self.assets:
            return Verdict(row_no, "created", ruling.asset_id, f"New: {ruling.told}.")
        if ruling.asset_id not in self.assets:
            return None
        crowded = self.crowded[self.client_of[row_no]]
        return ruled(Case(row_no, ()), ruling, self._as_candidate(self.rows[row_no], ruling.asset_id, crowded))

    def _as_named(self, row_no: int) -> Verdict | None:
        """The row says which asset it is about, so nothing is weighed; but it can't have the tag of another one."""
        asset_id = self.named.get(row_no)
        if asset_id is None or asset_id not in self.assets:
            return None
        own = self._as_candidate(self.rows[row_no], asset_id, self.crowded[self.client_of[row_no]])
        others = [each for each in self._candidates(row_no) if each.asset_id != asset_id]
        tags = {value for kind, value in self.keys[row_no] if kind == "tag"}
        holders = [each for each in others if self._holds_any(row_no, each, tags)]
        verdict = judge_named(Case(row_no, others), own, holders[0] if holders else None)
        if verdict.review is None:
            return verdict
        return replace(verdict, review={**verdict.review, "fingerprint": fingerprint_of(self.keys[row_no])})

    def _holds_any(self, row_no: int, other: Candidate, tags: AbstractSet[str]) -> bool:
        """Whether the other machine has one of these tags on record, or by an earlier row of the file."""
        if other.asset_id is not None and self.labels.get(other.asset_id, "").upper() in tags:
            return True
        client = self.client_of[row_no]
        rows = {row for tag in tags for row in self.rows_by_key.get(("tag", tag, client), ()) if row < row_no}
        return any(self.decided.get(row, ("", None, None))[1] == other.asset_id for row in rows)

    def _repeat(self, row_no: int, earlier: int) -> Verdict:
        """All its identifiers have occurred in one earlier row: whatever that one is, this one is too."""
        _outcome, asset_id, duplicate_of = self.decided[earlier]
        first = duplicate_of or earlier
        kinds = tuple(dict.fromkeys(kind for kind, _ in self.keys[row_no] if kind not in ONLY_LEADING))
        reason = f"The same machine as row {first}: all its identifiers are equal."
        return Verdict(row_no, "duplicate_in_file", asset_id, reason, first, kinds, 1.0)

    def _has_keys(self, row_no: int) -> bool:
        return any(kind not in {ALL, NAME} for kind, _ in self.keys[row_no])

    def _candidates(self, row_no: int) -> Iterator[Candidate]:
        client = self.client_of[row_no]
        crowded = self.crowded[client]
        denied = self.rulings[row_no].not_assets if row_no in self.rulings else frozenset()
        assets: dict[uuid.UUID, None] = dict.fromkeys(self.leads[row_no])
        open_rows: dict[int, None] = {}
        # Mostly its identifiers are nobody else's, and lead to one asset.
        for kind, value in self.keys[row_no] if self.assets_by_key or self.rows_by_key else ():
            if kind == CUT_HOSTNAME:
                continue
            key = (_plain(kind), value, client)
            assets |= dict.fromkeys(self.assets_by_key.get(key, ()))
            for row in self.rows_by_key.get(key, ()):
                if row < row_no and row in self.decided:
                    outcome, asset_id, _ = self.decided[row]
                    if outcome == "review" or asset_id is None:
                        open_rows[row] = None
                    else:
                        assets[asset_id] = None
        mine = self.rows[row_no]
        assets |= dict.fromkeys(self._cut_alike(row_no, assets))
        for asset_id in assets:
            if asset_id in self.assets and asset_id not in denied:
                yield self._as_candidate(mine, asset_id, crowded)
        for row in open_rows:
            if self.decided[row][0] != "rejected":
                comparison = compare(mine, self.rows[row], crowded=crowded, trusted=self.trusted)
                yield Candidate(self.decided[row][1], f"row {row}", comparison, earlier_row=row, is_on_record=False)

    def _cut_alike(self, row_no: int, others: Iterable[uuid.UUID]) -> list[uuid.UUID]:
        """Assets on record of whose host name NetBIOS left just this one, or the other way round."""
        mine, client = self.rows[row_no], self.client_of[row_no]
        cut = next((value for kind, value in self.keys[row_no] if kind == CUT_HOSTNAME), None)
        host = mine.host
        if cut is None or host is None:
            return []
        found = {
            asset: known.host
            for asset in (*others, *self.assets_by_key.get((CUT_HOSTNAME, cut, client), ()))
            if asset in self.on_record and (known := self.assets.get(asset)) is not None and known.host is not None
        }
        if any(each.short == host.short for each in found.values()):
            return []
        return [asset for asset, each in found.items() if _is_cut_alike(host, each, of_hardware=mine.has_hard_keys)]

    def _as_candidate(self, mine: Identity, asset_id: uuid.UUID, crowded: set[tuple[str, str]]) -> Candidate:
        comparison = compare(mine, self.assets[asset_id], crowded=crowded, trusted=self.trusted)
        earlier = self.first_row.get(asset_id)
        is_on_record = asset_id in self.on_record
        label = self.labels.get(asset_id) if is_on_record else f"row {earlier}"
        return Candidate(asset_id, label or str(asset_id), comparison, earlier_row=earlier, is_on_record=is_on_record)

    def _learn(self, asset_id: uuid.UUID, row_no: int) -> None:
        known = self.assets.get(asset_id)
        row = self.rows[row_no]
        if known is None:
            known = self.assets[asset_id] = Identity(
                host=row.host,
                name=row.name,
                manufacturer=row.manufacturer,
                model=row.model,
                type=row.type,
                location_id=row.location_id,
                contact_id=row.contact_id,
                ip=row.ip,
            )
        known.learn(row)


def _plain(kind: str) -> str:
    return "uuid" if kind == "uuid~" else kind


def _is_cut_alike(mine: Hostname, theirs: Hostname, *, of_hardware: bool) -> bool:
    """Whether one is the cut of the other. A number that is cut is only asked about where nothing else is known."""
    shorter, longer = sorted((mine.short, theirs.short), key=len)
    return are_same_host(mine, theirs) and not (of_hardware and is_number_cut(shorter, longer))


def _is_alone(rows: Sequence[Identity], identities: Sequence[Identity]) -> bool:
    """Whether one name alone is cut to this. A list that writes longer names than NetBIOS keeps cuts none."""
    names = {identity.host.short for identity in identities if identity.host is not None}
    listed = {len(row.host.short) > NETBIOS_LENGTH for row in rows if row.host is not None}
    return sum(len(name) > NETBIOS_LENGTH for name in names) <= 1 and len(listed) <= 1


def _are_unlike(identities: Sequence[Identity]) -> bool:
    """Whether other identifiers tell them apart as well: a machine set up three times keeps its adapters."""
    macs = [identity.values("mac") for identity in identities if identity.values("mac")]
    return not macs or not set.intersection(*macs)
