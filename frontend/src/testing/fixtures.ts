import type { Asset, AssetRow, FieldCatalogue, FieldDefinition, FieldKind, FieldValue, ImportCounts, ImportRecord, Job } from '@/shared/api/types';

export const CLIENTS = ['Acme Ltd', 'Globex', 'Initech', 'Umbrella Health', 'Hooli', 'Stark & Sons', 'Wayne Logistics', 'Łódź Media'].map(
  (name, place) => ({ id: `c${String(place)}`, name, slug: name.toLowerCase().replace(/[^a-z]+/g, '-') }),
);

const choice = (value: string, label: string) => ({ value, label, color: null, retired: false });

const field = (id: string, label: string, group: string, kind: FieldKind, more: Partial<FieldDefinition> = {}): FieldDefinition => ({
  id,
  label,
  group,
  kind,
  operators: [':', '='],
  sortable: true,
  indexed: true,
  minimum: null,
  maximum: null,
  pattern: null,
  pattern_hint: null,
  unique: false,
  default: null,
  filterable: true,
  editable: true,
  importable: true,
  asset_types: null,
  choices: null,
  reference: null,
  width: 130,
  required: false,
  format: null,
  max_length: null,
  multiline: false,
  help: null,
  ...more,
});

const STATUSES = [
  ['ordered', 'Ordered', ['in_stock']],
  ['in_stock', 'In stock', ['deployed', 'in_repair', 'retired']],
  ['deployed', 'Deployed', ['in_stock', 'in_repair', 'retired', 'missing']],
  ['in_repair', 'In repair', ['deployed', 'in_stock', 'retired']],
  ['retired', 'Retired', ['disposed']],
  ['disposed', 'Disposed', []],
  ['missing', 'Missing', ['deployed', 'retired']],
] as const;

export const TYPES = [
  ['workstation', 'Workstation'],
  ['server', 'Server'],
  ['network_device', 'Network device'],
  ['mobile_device', 'Mobile device'],
  ['printer', 'Printer'],
] as const;

export const catalogue: FieldCatalogue = {
  fields: [
    field('tag', 'Tag', 'Identity', 'identifier'),
    field('name', 'Name', 'Identity', 'text', { required: true }),
    field('type', 'Type', 'Identity', 'choice', { editable: false, choices: TYPES.map(([value, label]) => choice(value, label)) }),
    field('status', 'Status', 'Lifecycle', 'choice', { choices: STATUSES.map(([value, label]) => choice(value, label)) }),
    field('client', 'Client', 'Ownership', 'reference', { reference: 'client' }),
    field('location', 'Location', 'Ownership', 'reference', { reference: 'location' }),
    field('assigned_to', 'Assigned to', 'Ownership', 'reference', { reference: 'contact' }),
    field('manufacturer', 'Manufacturer', 'Hardware', 'text'),
    field('model', 'Model', 'Hardware', 'text'),
    field('serial', 'Serial number', 'Identity', 'identifier'),
    field('hostname', 'Hostname', 'Network', 'identifier'),
    field('mac', 'MAC address', 'Network', 'mac'),
    field('ip', 'IP address', 'Network', 'ip'),
    field('os', 'Operating system', 'Software', 'text', { asset_types: ['workstation', 'server'] }),
    field('ram_mb', 'RAM (MB)', 'Hardware', 'number', { asset_types: ['workstation', 'server'] }),
    field('warranty_end', 'Warranty ends', 'Lifecycle', 'date'),
    field('purchase_cost', 'Purchase cost', 'Money', 'money'),
    field('last_seen', 'Last seen', 'Lifecycle', 'datetime', { editable: false }),
    field('tags', 'Tags', 'Identity', 'tags'),
    field('encrypted', 'Disk encrypted', 'Software', 'boolean', { asset_types: ['workstation'] }),
    field('cf.rack', 'Rack', 'Custom', 'text'),
  ],
  statuses: STATUSES.map(([key, label, transitions]) => ({ key, label, transitions: [...transitions] })),
};

const MODELS = [
  ['Dell', 'Latitude 7440'],
  ['HP', 'EliteBook 840 G10'],
  ['Lenovo', 'ThinkPad T14 Gen 4'],
  ['Apple', 'MacBook Pro 14'],
  ['Dell', 'PowerEdge R650'],
  ['Cisco', 'Catalyst 9200L'],
  ['HP', 'LaserJet M507'],
] as const;
const PEOPLE = ['Priya Shah', 'Rob Bell', 'Anna Müller', 'José García', 'Zoë Okafor', ''];
const HOSTILE = [
  '<script>alert(1)</script>',
  '=cmd|calc!A1',
  'Robert"); DROP TABLE assets;--',
  '\u202Egnirts lamron ton',
  '👩‍💻 laptop',
  'مكتب الاستقبال',
];
const pad = (value: number, width: number): string => String(value).padStart(width, '0');

/** Row `index` of the made-up register: same index, same row, always. */
export function assetRow(index: number): AssetRow {
  const [manufacturer, model] = MODELS[index % MODELS.length] ?? MODELS[0];
  const [type] = TYPES[index % 7 === 4 ? 1 : index % 7 === 5 ? 2 : index % 7 === 6 ? 4 : 0];
  const status = STATUSES[(index * 7) % 11 < 7 ? 2 : index % STATUSES.length]?.[0] ?? 'deployed';
  const client = CLIENTS[index % CLIENTS.length];
  const person = PEOPLE[index % PEOPLE.length] ?? '';
  return {
    id: `a${String(index)}`,
    version: 3,
    tag: `AST-${pad(index + 1, 6)}`,
    name: index < HOSTILE.length * 4 && index % 4 === 3 ? (HOSTILE[Math.floor(index / 4)] ?? '') : `${manufacturer.toLowerCase()}-${pad((index * 7919) % 99_991, 5)}`,
    type,
    status,
    client: { id: client?.id ?? '', label: client?.name ?? '' },
    location: { id: 'l1', label: index % 3 === 0 ? 'Leeds' : 'Hull' },
    assigned_to: person === '' ? null : { id: `p${String(index % PEOPLE.length)}`, label: person },
    manufacturer,
    model,
    serial: (index * 2_654_435_761).toString(36).toUpperCase().slice(-7),
    hostname: `host-${pad(index, 5)}`,
    mac: [`00:1A:2B:${pad(index % 90, 2)}:4D:5E`],
    ip: `10.${String(index % 200)}.4.${String(index % 250)}`,
    os: type === 'workstation' ? 'Windows 11 23H2' : null,
    ram_mb: 16_384,
    warranty_end: `202${String(5 + (index % 4))}-0${String(1 + (index % 9))}-14`,
    purchase_cost: 1299,
    last_seen: new Date(Date.UTC(2026, 10, 22, 8) - (index % 40) * 36e5).toISOString(),
    tags: index % 5 === 0 ? ['vip'] : [],
    encrypted: index % 2 === 0,
    'cf.rack': '',
  };
}

const text = (value: FieldValue): string => (typeof value === 'string' ? value : '');

/** Every field that a record carries, empty. */
const EMPTY = {
  manufacturer: null,
  model: null,
  serial: null,
  hardware_uuid: null,
  description: null,
  location: null,
  assigned_to: null,
  purchase_date: null,
  purchase_cost: null,
  currency: null,
  supplier: null,
  order_number: null,
  warranty_start: null,
  warranty_end: null,
  end_of_life: null,
  notes: null,
  hostname: null,
  ip: null,
  wan_ip: null,
  last_seen: null,
  tags: [],
};

export function assetOf(index: number): Asset {
  const row = assetRow(index);
  return {
    ...EMPTY,
    id: row.id,
    version: row.version,
    tag: text(row.tag),
    name: text(row.name),
    manufacturer: row.manufacturer ?? null,
    model: row.model ?? null,
    serial: row.serial ?? null,
    location: row.location ?? null,
    assigned_to: row.assigned_to ?? null,
    hostname: row.hostname ?? null,
    warranty_end: row.warranty_end ?? null,
    tags: row.tags ?? [],
    mac: row.mac ?? [],
    type: text(row['type']),
    status: text(row['status']),
    client: { id: CLIENTS[index % CLIENTS.length]?.id ?? '', label: CLIENTS[index % CLIENTS.length]?.name ?? '' },
    extension: { os: row['os'] ?? null, ram_mb: row['ram_mb'] ?? null },
    custom: { rack: 'B12' },
    identifiers: [
      { kind: 'serial', value: text(row['serial']), source: 'Import inventory.csv', is_current: true, first_seen: '2026-10-01T09:00:00Z', last_seen: '2026-11-22T09:00:00Z' },
      { kind: 'mac', value: `00:1A:2B:${pad(index % 90, 2)}:4D:5E`, source: 'Import inventory.csv', is_current: true, first_seen: '2026-10-01T09:00:00Z', last_seen: '2026-11-21T09:00:00Z' },
    ],
    created: '2026-10-01T09:00:00Z',
    updated: '2026-11-22T09:00:00Z',
  };
}

export const job = (more: Partial<Job> = {}): Job => ({
  id: 'j1',
  kind: 'import',
  title: 'Import inventory.csv',
  state: 'running',
  phase: 'Applying rows',
  progress: { done: 1904, total: 3120 },
  counters: { created: 1700, updated: 200, rejected: 4 },
  started_by: { id: 'u1', label: 'Rob Bell' },
  client_id: null,
  created_at: '2026-11-22T09:00:00Z',
  started_at: '2026-11-22T09:00:01Z',
  finished_at: null,
  message: null,
  change_set_id: null,
  artefacts: [],
  can_cancel: true,
  can_retry: false,
  is_stopping: false,
  seconds_left: null,
  inputs: {},
  log: [],
  links: {},
  ...more,
});

export const counts = (more: Partial<ImportCounts>): ImportCounts => ({
  rows: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  duplicate_in_file: 0,
  review: 0,
  rejected: 0,
  excluded: 0,
  ...more,
});

export const importRecord = (more: Partial<ImportRecord> = {}): ImportRecord => ({
  id: 'i1',
  state: 'mapped',
  file: { name: 'inventory.csv', size: 48_200 },
  columns: [
    { index: 0, header: 'Serial No.', samples: ['4XK2F93', '9PL1A20'], field: 'serial', confidence: 0.98, reason: 'The name is a known alias of Serial number' },
    { index: 1, header: 'Device', samples: ['dell-70161', 'hp-74675'], field: 'name', confidence: 0.91, reason: 'The name is a known alias of Name' },
    { index: 2, header: 'Whs', samples: ['Leeds', 'Hull'], field: 'location', confidence: 0.71, reason: '92 % of the values are known locations' },
    { index: 3, header: 'Customer', samples: ['Acme Ltd', 'Globex'], field: 'client', confidence: 1, reason: 'The name is Client in other words' },
    { index: 4, header: 'State', samples: ['In Use', 'Shelf'], field: 'status', confidence: 0.88, reason: 'The values read as statuses' },
    { index: 5, header: 'Rem2', samples: ['', 'see mail'], field: null, confidence: 0, reason: 'No field fits' },
  ],
  counts: counts({ rows: 312 }),
  client_id: null,
  source: 'Spreadsheet',
  notes: [],
  create_missing: false,
  create: { client: false, contact: false, location: false },
  step: 'map',
  is_stale: false,
  blockers: [],
  stop_above_percent: null,
  preset: null,
  retry_of: null,
  saved_at: '2026-11-22T08:05:00Z',
  created_by: 'Rob Bell',
  job_id: null,
  dry_run: true,
  error_file_id: null,
  decisions_file_id: null,
  change_set_id: null,
  standing: null,
  filter: null,
  created_at: '2026-11-22T08:00:00Z',
  problem: null,
  ...more,
});
