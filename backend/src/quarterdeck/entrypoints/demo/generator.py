"""Any number of assets, made straight in SQL, the same for the same seed.

Every value is a function of the row's number and a salt, so that a chunk can be made again, and alone.
"""

import uuid
from collections.abc import Callable

from quarterdeck.domains.journal.service import open_change_set
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import Database, TenantSession

CHUNK = 20_000


def generate_assets(
    database: Database,
    actor: Actor,
    *,
    count: int,
    seed: int = 1,
    first: int = 1,
    on_progress: Callable[[int], None] = lambda _done: None,
) -> None:
    """Add `count` assets over the clients, locations and contacts that the tenant has, with identifiers and journal.

    Numbered from `first`, which must be above every number used before in this tenant.
    """
    for start in range(first, first + count, CHUNK):
        end = min(start + CHUNK, first + count)
        with database.session_for(actor) as session:
            open_change_set(session, actor, reason="Generated data")
            make_chunk(session, seed=seed, start=start, end=end)
        on_progress(end - first)


def make_chunk(session: TenantSession, *, seed: int, start: int, end: int) -> None:
    """The assets numbered from `start` to below `end`, inside the open change set."""
    parameters = {
        "tenant_id": session.tenant_id,
        "seed": seed,
        "start": start,
        "end": end,
        "batch": uuid.uuid4().hex[:12],
    }
    session.raw.execute(_STAGE, parameters)
    for statement in (_ASSETS, *_EXTENSIONS, *_IDENTIFIERS):
        session.raw.execute(statement, parameters)
    session.raw.execute(
        "update tenants set next_tag = greatest(next_tag, %(end)s) where id = %(tenant_id)s", parameters
    )
    session.raw.execute("drop table generated")


def _number(salt: int, below: int) -> str:
    """SQL: a pseudo-random integer in [0, below) of row i."""
    return f"(abs(hashint8extended(i, %(seed)s::bigint * 1000 + {salt}) %% {below}))::int"


def _pick(salt: int, choices: tuple[str, ...]) -> str:
    """SQL: one of `choices`; repeat a choice to weigh it."""
    listed = ", ".join("'" + choice.replace("'", "''") + "'" for choice in choices)
    return f"(array[{listed}])[1 + {_number(salt, len(choices))}]"


_TYPES = (
    *("workstation",) * 12,
    *("server",) * 2,
    *("network_device",) * 3,
    *("mobile_device",) * 2,
    "printer",
)
_STATUSES = (*("deployed",) * 14, *("in_stock",) * 3, "in_repair", "retired", "missing")
_MAKERS = {
    "workstation": (
        "Dell|Latitude 7440",
        "Dell|OptiPlex 7010",
        "HP|EliteBook 840 G9",
        "HP|ProDesk 400 G9",
        "Lenovo|ThinkPad T14 Gen 4",
        "Lenovo|ThinkCentre M70q",
        "Apple|MacBook Pro 14",
        "Microsoft|Surface Laptop 5",
    ),
    "server": (
        "Dell|PowerEdge R750",
        "HPE|ProLiant DL380 Gen10",
        "VMware|Virtual Machine",
        "Lenovo|ThinkSystem SR650",
    ),
    "network_device": (
        "Cisco|Catalyst 9200L-24P",
        "Ubiquiti|UniFi U6 Pro",
        "Fortinet|FortiGate 60F",
        "HPE Aruba|2930F-48G",
        "SonicWall|TZ370",
    ),
    "mobile_device": ("Apple|iPhone 14", "Apple|iPad 10", "Samsung|Galaxy S23", "Zebra|TC52"),
    "printer": ("HP|LaserJet M507", "Brother|HL-L6400DW", "Kyocera|ECOSYS M3655idn", "Zebra|ZD421"),
}
_PREFIX = (
    "case kind when 'workstation' then 'WS' when 'server' then 'SRV' when 'network_device' then 'NET' "
    "when 'mobile_device' then 'MOB' else 'PRN' end"
)
_MODEL = "case kind " + " ".join(f"when '{kind}' then {_pick(7, models)}" for kind, models in _MAKERS.items()) + " end"
_MAC = (
    "(select string_agg(part, ':' order by n) from (values (1, '00'), (2, '1b'), (3, lpad(to_hex({a}), 2, '0')), "
    "(4, lpad(to_hex({b}), 2, '0')), (5, lpad(to_hex({c}), 2, '0')), (6, lpad(to_hex({d}), 2, '0'))) octet(n, part))"
)

# Client c gets a share that falls with its number: a few large customers, many small ones.
_STAGE = f"""
create temporary table generated on commit drop as
with clients_numbered as (
  select array_agg(id order by name, id) as ids from clients where tenant_id = %(tenant_id)s
), numbered as (
  select i, {_pick(1, _TYPES)} as kind,
    ids[1 + floor(cardinality(ids) * power({_number(2, 1_000_000)} / 1000000.0, 2))::int] as client_id
  from generate_series(%(start)s::bigint, %(end)s::bigint - 1) i, clients_numbered
)
select i, kind, client_id,
  (lpad(to_hex((extract(epoch from now()) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(i %% 4096), 3, '0')
    || '8' || lpad(to_hex(i), 8, '0') || substr(%(batch)s::text, 1, 7))::uuid as id,
  split_part({_MODEL}, '|', 1) as manufacturer,
  split_part({_MODEL}, '|', 2) as model,
  {_PREFIX} || '-' || lpad(i::text, 6, '0') as name,
  upper(substr(md5(%(seed)s::text || ':' || i), 1, 7 + {_number(3, 3)})) as serial,
  {_MAC.format(a=_number(4, 256), b="(i / 65536) %% 256", c="(i / 256) %% 256", d="i %% 256")} as mac,
  {_pick(5, _STATUSES)} as status,
  {_number(6, 1000)} as chance
from numbered
"""

_ASSETS = f"""
insert into assets (tenant_id, id, client_id, location_id, contact_id, type, status, tag, name, manufacturer, model,
  serial, hostname, hardware_uuid, mac_addresses, ip_address, purchase_date, purchase_cost, currency, warranty_start,
  warranty_end, end_of_life, last_seen_at, tags)
select %(tenant_id)s, g.id, g.client_id, places.ids[1 + {_number(8, 1_000_003)} %% cardinality(places.ids)],
  case when kind in ('workstation', 'mobile_device') and chance > 80
    then people.ids[1 + {_number(9, 1_000_003)} %% cardinality(people.ids)] end,
  kind, status, 'AST-' || lpad(i::text, 6, '0'), name, manufacturer, model,
  case when chance < 15 then 'To be filled by O.E.M.' else serial end,
  case when kind in ('workstation', 'server') then lower(name) end,
  case when kind in ('workstation', 'server') then
    md5('uuid:' || %(seed)s::text || ':' || i)::uuid::text end,
  case when kind = 'printer' and chance %% 2 = 0 then '{{}}' else array[mac] end,
  ('10.' || {_number(10, 200)} || '.' || {_number(11, 250)} || '.' || 1 + {_number(12, 250)})::inet,
  date '2026-11-01' - {_number(13, 2200)}, 150 + {_number(14, 3000)}, 'GBP',
  date '2026-11-01' - {_number(13, 2200)}, date '2026-11-01' - {_number(13, 2200)} + 1095,
  case when chance %% 3 = 0 then date '2026-11-01' - {_number(13, 2200)} + 2190 end,
  case when status = 'deployed'
    then timestamptz '2026-11-20 12:00Z' - make_interval(mins => {_number(15, 90_000)}) end,
  case when chance < 100 then array['vip'] when chance < 200 then array['loaner', 'remote'] else '{{}}' end
from generated g
left join lateral (select array_agg(l.id order by l.name, l.id) ids from locations l
  where l.tenant_id = %(tenant_id)s and l.client_id = g.client_id) places on true
left join lateral (select array_agg(c.id order by c.name, c.id) ids from contacts c
  where c.tenant_id = %(tenant_id)s and c.client_id = g.client_id) people on true
"""

_OPERATING_SYSTEMS = (*("Windows 11 Pro",) * 5, "Windows 10 Pro", "macOS 15 Sequoia", "Ubuntu 24.04 LTS")
_EXTENSIONS = (
    f"""
insert into workstations (tenant_id, id, os_name, os_version, os_build, cpu, cpu_cores, ram_mb, disk_total_gb,
  disk_free_gb, encryption, domain, last_user, agent_name, agent_version, form_factor)
select %(tenant_id)s, id, {_pick(20, _OPERATING_SYSTEMS)}, '24H2', '26100.' || {_number(21, 5000)},
  {_pick(22, ("Intel Core i5-1345U", "Intel Core i7-1365U", "AMD Ryzen 5 PRO 7540U", "Apple M3 Pro"))},
  4 + 2 * {_number(23, 5)},
  8192 * (1 + {_number(24, 4)}), 256 * (1 + {_number(25, 4)}), {_number(26, 250)},
  {_pick(27, ("encrypted", "encrypted", "encrypted", "not_encrypted"))}, 'corp.example', 'user' || {_number(28, 9000)},
  'Datto RMM', '4.4.' || {_number(29, 30)}, {_pick(30, ("laptop", "laptop", "desktop", "mini"))}
from generated where kind = 'workstation'
""",
    f"""
insert into servers (tenant_id, id, os_name, os_version, cpu, cpu_count, cpu_cores, ram_mb, disk_total_gb, disk_free_gb,
  is_virtual, hypervisor, server_role, agent_name, agent_version)
select %(tenant_id)s, id,
  {_pick(20, ("Windows Server 2022", "Windows Server 2019", "Ubuntu 22.04 LTS", "VMware ESXi 8"))}, '21H2',
  'Intel Xeon Silver 4310', 1 + {_number(23, 2)}, 8 * (1 + {_number(24, 4)}), 32768 * (1 + {_number(25, 8)}),
  1024 * (1 + {_number(26, 16)}), {_number(27, 900)}, manufacturer = 'VMware',
  case when manufacturer = 'VMware' then 'VMware ESXi' end,
  {_pick(28, ("Domain controller", "File server", "SQL server", "Application server", "Backup"))}, 'Datto RMM', '4.4.12'
from generated where kind = 'server'
""",
    f"""
insert into network_devices (tenant_id, id, device_role, firmware_version, port_count, poe_ports, is_managed)
select %(tenant_id)s, id, {_pick(20, ("switch", "switch", "access_point", "firewall", "router"))},
  {_number(21, 18)} || '.' || {_number(22, 30)}, 8 * (1 + {_number(23, 6)}), 8 * {_number(24, 4)}, true
from generated where kind = 'network_device'
""",
    f"""
insert into mobile_devices (tenant_id, id, phone_number, carrier, os_name, os_version, storage_gb, ownership,
  mdm_enrolled)
select %(tenant_id)s, id, '+44 7700 9' || lpad({_number(21, 100_000)}::text, 5, '0'),
  {_pick(22, ("EE", "Vodafone", "O2", "Three"))}, case manufacturer when 'Apple' then 'iOS' else 'Android' end,
  case manufacturer when 'Apple' then '18.1' else '15' end, 64 * (1 + {_number(23, 4)}),
  {_pick(24, ("company", "company", "personal"))}, chance > 100
from generated where kind = 'mobile_device'
""",
    f"""
insert into printers (tenant_id, id, print_technology, is_color, has_duplex, page_count, toner_black_percent,
  connection)
select %(tenant_id)s, id, 'laser', chance %% 3 = 0, true, {_number(21, 400_000)}, {_number(22, 101)}, 'network'
from generated where kind = 'printer'
""",
)

_IDENTIFIER = "insert into asset_identifiers (tenant_id, asset_id, kind, value, source) "
_IDENTIFIERS = (
    _IDENTIFIER + "select %(tenant_id)s, id, 'tag', 'AST-' || lpad(i::text, 6, '0'), 'generator' from generated "
    "union all select %(tenant_id)s, id, 'serial', serial, 'generator' from generated where chance >= 15 "
    "union all select %(tenant_id)s, id, 'hostname', lower(name), 'generator' from generated "
    "where kind in ('workstation', 'server') "
    "union all select %(tenant_id)s, id, 'uuid', md5('uuid:' || %(seed)s::text || ':' || i)::uuid::text, 'generator' "
    "from generated where kind in ('workstation', 'server') "
    "union all select %(tenant_id)s, id, 'mac', mac, 'generator' from generated "
    "where kind <> 'printer' or chance %% 2 = 1",
)
