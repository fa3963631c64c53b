import type {
  CheckRow,
  ColumnValues,
  ImportFix,
  ImportIssues,
  ImportLayout,
  ImportMapping,
  ImportMatches,
  ImportPreset,
  MappedColumn,
  MatchRow,
  WizardImport,
} from '@/shared/api/importTypes';
import { importRecord } from './fixtures';

export const wizardImport = (more: Partial<WizardImport> = {}): WizardImport => ({
  ...importRecord({ file: { name: 'leeds.csv', size: 48_200 } }),
  step: 'map',
  saved_at: '2026-11-22T10:42:00Z',
  retry_of: null,
  preset: null,
  create: { client: false, location: false, contact: false },
  stop_above_percent: null,
  is_stale: false,
  blockers: [],
  ...more,
});

export const layout = (more: Partial<ImportLayout> = {}): ImportLayout => ({
  format: 'csv',
  file_name: 'leeds.csv',
  sheets: [],
  sheet: null,
  header_row: 3,
  header_row_guess: 3,
  encoding: 'cp1252',
  encoding_is_chosen: false,
  encodings: [
    { value: 'utf-8', label: 'UTF-8' },
    { value: 'cp1252', label: 'Windows-1252' },
    { value: 'utf-16', label: 'UTF-16' },
  ],
  delimiter: ';',
  delimiter_is_chosen: false,
  delimiters: [
    { value: ',', label: 'Comma' },
    { value: ';', label: 'Semicolon' },
  ],
  lines: ['Inventar Büro Łódź', '', 'Serial No.;Device;Whs;Bought', '4XK2F93;dell-70161;Leeds;03/04/2024', '9PL1A20;hp-74675;Hull;17/05/2024'],
  rows: 312,
  preview: [
    { number: 1, cells: ['Inventar Büro Łódź', '', '', ''] },
    { number: 2, cells: ['', '', '', ''] },
    { number: 3, cells: ['Serial No.', 'Device', 'Whs', 'Bought'] },
    ...Array.from({ length: 17 }, (_, place) => ({
      number: place + 4,
      cells: [`4XK2F${String(90 + place)}`, `dell-701${String(60 + place)}`, place % 2 === 0 ? 'Leeds' : 'Hull', `${String(3 + place)}/04/2024`],
    })),
  ],
  columns: ['Serial No.', 'Device', 'Whs', 'Bought'],
  dates: [{ column: 3, header: 'Bought', field: 'purchase_date', order: 'dmy', assumed: null, day_first: 184, month_first: 0, either: 12, is_chosen: false, needs_choice: false, examples: ['03/04/2024'] }],
  notes: [{ code: 'encoding_guessed', message: 'The file does not say its encoding; it reads as Windows-1252.' }],
  ...more,
});

const column = (index: number, header: string, samples: string[], more: Partial<MappedColumn>): MappedColumn => ({
  index,
  header,
  samples,
  field: null,
  confidence: 0,
  level: 'none',
  reason: '',
  is_chosen: false,
  suggestions: [],
  transforms: [],
  values: {},
  ...more,
});

export const mapping = (more: Partial<ImportMapping> = {}): ImportMapping => ({
  columns: [
    column(0, 'Serial No.', ['4XK2F93', '9PL1A20'], { field: 'serial', confidence: 0.98, level: 'high', reason: 'used in your last import' }),
    column(1, 'Device', ['dell-70161', 'hp-74675'], { field: 'name', confidence: 0.91, level: 'high', reason: 'The name is a known alias of Name' }),
    column(2, 'Whs', ['Leeds', 'Hull'], { field: 'location', confidence: 0.71, level: 'check', reason: '92 % of the values are known locations' }),
    column(3, 'Customer', ['Acme Ltd', 'Globex'], { field: 'client', confidence: 1, level: 'high', reason: 'The name is Client in other words' }),
    column(4, 'State', ['In Use', 'Shelf'], { field: 'status', confidence: 0.88, level: 'high', reason: 'The values read as statuses' }),
    column(5, 'Rem2', ['', 'see mail'], {
      reason: 'No field fits',
      suggestions: [{ field: 'notes', label: 'Notes', confidence: 0.41, reason: 'Free text' }],
    }),
  ],
  required: [
    { field: 'identity', label: 'Identity', is_satisfied: true, message: '' },
    { field: 'client', label: 'Client', is_satisfied: true, message: '' },
  ],
  counts: { high: 4, check: 1, none: 1 },
  create: { client: false, location: false, contact: false },
  clear_empty: null,
  preset: null,
  presets: [{ id: 'p1', name: 'Dell order form', is_builtin: false, is_default: false, client_id: null, matched: 5, of: 6 }],
  ...more,
});

export const values = (index: number): ColumnValues => ({
  column: index,
  header: index === 4 ? 'State' : 'Whs',
  field: index === 4 ? 'status' : 'location',
  kind: index === 4 ? 'choice' : 'reference',
  is_sample: true,
  rows: 312,
  has_more: false,
  items:
    index === 4
      ? [
          { value: 'In Use', count: 204, becomes: 'deployed', label: 'Deployed', is_chosen: false, finding: 'known', suggestion: null },
          { value: 'Shelf', count: 88, becomes: null, label: null, is_chosen: false, finding: 'unknown', suggestion: null },
          { value: '???', count: 3, becomes: null, label: null, is_chosen: true, finding: 'empty', suggestion: null },
        ]
      : [{ value: 'Leeds', count: 180, becomes: 'l1', label: 'Leeds', is_chosen: false, finding: 'known', suggestion: null }],
  unknown: index === 4 ? 1 : 0,
  choices:
    index === 4
      ? [
          { value: 'deployed', label: 'Deployed' },
          { value: 'in_stock', label: 'In stock' },
        ]
      : [{ value: 'l1', label: 'Leeds' }],
});

export const presets: ImportPreset[] = [
  { id: 'builtin:datto_rmm', name: 'Datto RMM', client_id: null, is_builtin: true, is_default: false, headings: ['a', 'b', 'c'], unconfirmed: ['c'], created_by: '', updated_at: null },
  { id: 'p1', name: 'Dell order form', client_id: null, is_builtin: false, is_default: false, headings: ['a', 'b'], unconfirmed: [], created_by: 'Rob Bell', updated_at: '2026-11-01T09:00:00Z' },
];

export const issues = (more: Partial<ImportIssues> = {}): ImportIssues => ({
  rows: 312,
  errors: 33,
  warnings: 22,
  infos: 0,
  ok: 257,
  excluded: 0,
  items: [
    {
      code: 'unknown_location',
      column: 2,
      severity: 'error',
      field: 'location',
      label: 'Location',
      message: 'No location of this client has this name.',
      rows: 22,
      names: 1,
      values: [{ value: 'Leads', rows: 22, suggestion: 'Leeds' }],
    },
    { code: 'serial_damaged', column: 0, severity: 'error', field: 'serial', label: 'Serial number', message: 'Looks rounded by Excel. Re-export the column as text.', rows: 11, names: 0, values: [{ value: '1.23E+11', rows: 11, suggestion: null }] },
    { code: 'date_unclear', column: 3, severity: 'warning', field: 'purchase_date', label: 'Purchase date', message: 'Day and month could be swapped.', rows: 22, names: 0, values: [] },
  ],
  ...more,
});

export function checkRow(row: number, more: Partial<CheckRow> = {}): CheckRow {
  const damaged = row % 3 === 0;
  return {
    row,
    cells: [damaged ? '1.23E+11' : `4XK2F${String(row)}`, `dell-70${String(row)}`, damaged ? 'Leeds' : 'Leads', 'Acme Ltd', 'In Use', ''],
    edited: [],
    is_excluded: false,
    marks: [
      damaged
        ? { column: 0, field: 'serial', severity: 'error', code: 'serial_damaged', message: 'Looks rounded by Excel. Re-export the column as text.', value: '1.23E+11', suggestion: null }
        : { column: 2, field: 'location', severity: 'error', code: 'unknown_location', message: 'The location Leads is not known. Did you mean Leeds?', value: 'Leads', suggestion: 'Leeds' },
    ],
    ...more,
  };
}

export const importFix = (more: Partial<ImportFix> = {}): ImportFix => ({
  id: 'x1',
  kind: 'alike',
  title: 'Leads becomes Leeds in 22 rows',
  rows: 22,
  created_at: '2026-11-22T10:40:00Z',
  created_by: 'Rob Bell',
  is_undone: false,
  checked: [],
  job_id: null,
  ...more,
});

export const matches: ImportMatches = {
  items: [
    { kind: 'serial', label: 'Same serial', rows: 214, choice: null },
    { kind: 'mac', label: 'Same MAC', rows: 9, choice: null },
    { kind: 'in_file', label: 'In this file', rows: 6, choice: null },
  ],
  all: null,
  chosen_rows: 0,
};

export const matchRow = (row: number, more: Partial<MatchRow> = {}): MatchRow => ({
  row,
  kind: 'serial',
  outcome: 'updated',
  asset: { id: 'a4', tag: 'AST-0412', name: 'dell-70161' },
  duplicate_of_row: null,
  score: 12.4,
  reason: 'Row 88 matched AST-0412: serial 4XK2F93 equal, MAC equal, hostname differs (renamed).',
  evidence: [],
  choice: null,
  can_create: false,
  create_blocked_by: 'The tag AST-0412 is taken, so this row cannot become a new asset.',
  fields: [
    { field: 'assigned_to', label: 'Assigned to', in_system: 'P. Shah', source: 'Intune, 2 days ago', in_file: 'A. Khan', result: 'P. Shah', is_changed: false },
    { field: 'name', label: 'Name', in_system: 'dell-70161', source: 'Import inventory.csv, 3 weeks ago', in_file: 'dell-leeds-01', result: 'dell-leeds-01', is_changed: true },
    { field: 'tags', label: 'Tags', in_system: 'vip', source: null, in_file: 'loan', result: 'vip, loan', is_changed: true },
    { field: 'serial', label: 'Serial number', in_system: '4XK2F93', source: null, in_file: '4XK2F93', result: '4XK2F93', is_changed: false },
  ],
  ...more,
});
