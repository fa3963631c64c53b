/** What the API says, in the console's words. Kept in one module so the generated schema can take its place. */

export interface Reference {
  id: string;
  label: string;
}

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

export interface TenantSummary {
  id: string;
  slug: string;
  name: string;
  role?: string;
}

export interface SessionInfo {
  user: { id: string; email: string; name: string; has_second_factor: boolean };
  csrf_token: string;
  tenants: TenantSummary[];
}

export interface AuthMethods {
  password: boolean;
  oidc: { id: string; label: string }[];
}

export interface ClientSummary {
  id: string;
  name: string;
  slug: string;
  asset_count?: number;
}

export interface TenantContext {
  tenant: { id: string; slug: string; name: string };
  user: { id: string; name: string; email: string };
  role: { key: string; name: string };
  permissions: string[];
  client_scope: { mode: 'all' | 'allow' | 'deny'; client_ids: string[] };
  clients: ClientSummary[];
  flags: Record<string, boolean>;
}

export type FieldKind =
  | 'text'
  | 'identifier'
  | 'choice'
  | 'reference'
  | 'number'
  | 'money'
  | 'date'
  | 'datetime'
  | 'boolean'
  | 'ip'
  | 'mac'
  | 'version'
  | 'tags';

export interface FieldDefinition {
  id: string;
  label: string;
  group: string;
  kind: FieldKind;
  operators: string[];
  sortable: boolean;
  indexed: boolean;
  filterable: boolean;
  editable: boolean;
  importable: boolean;
  asset_types: string[] | null;
  choices: { value: string; label: string }[] | null;
  reference: 'client' | 'location' | 'contact' | null;
  width: number;
  required?: boolean;
  multiline?: boolean;
  help?: string | null;
}

export interface StatusDefinition {
  key: string;
  label: string;
  transitions: string[];
}

export interface FieldCatalogue {
  fields: FieldDefinition[];
  statuses: StatusDefinition[];
}

/** A value as a row, a form or the journal carries it. */
export type FieldValue = string | number | boolean | null | undefined | Reference | (string | Reference)[];

export type AssetRow = { id: string; version: number } & Record<string, FieldValue>;

export interface RowsWindow {
  rows: AssetRow[];
  start: number;
  total: { value: number; relation: 'eq' | 'gte' };
  version: number;
  jump: boolean;
}

export interface AssetIdentifier {
  kind: string;
  value: string;
  source: string | Reference | null;
  first_seen: string | null;
  last_seen: string | null;
}

export type Asset = {
  id: string;
  version: number;
  type: string;
  client: Reference;
  status: string;
  extension: Record<string, FieldValue>;
  custom: Record<string, FieldValue>;
  identifiers: AssetIdentifier[];
  created?: string;
  updated?: string;
} & Record<string, unknown>;

export interface AssetHit {
  id: string;
  tag: string | null;
  name: string;
  type: string;
  status: string;
  client: Reference;
  matched: { field: string; value: string } | null;
}

export interface ChangeEntry {
  id: string;
  at: string;
  actor: Reference | null;
  origin: string;
  reason: string | null;
  job_id: string | null;
  change_set_id: string;
  operation: 'created' | 'updated' | 'deleted';
  changes: { field: string; label: string; before: FieldValue; after: FieldValue }[];
}

export interface FacetValue {
  value: string;
  label: string;
  count: number;
  relation?: 'eq' | 'gte';
}

export interface FilterToken {
  kind: 'comparison' | 'text' | 'or' | 'open' | 'close' | 'invalid';
  field: string | null;
  op: string | null;
  value: string | null;
  negated: boolean;
  text: string;
  /** Places in the text count characters, not UTF-16 units. */
  start: number;
  end: number;
  error?: string | null;
  suggestion?: string | null;
}

export interface FilterError {
  message: string;
  suggestion?: string | null;
  start: number;
  end: number;
}

export interface ParsedFilter {
  ast: unknown;
  canonical: string | null;
  tokens: FilterToken[];
  errors?: FilterError[];
}

export interface Client {
  id: string;
  name: string;
  slug: string;
  alternative_names: string[];
  is_active: boolean;
  notes: string | null;
  version: number;
  asset_count?: number;
}

export interface Location {
  id: string;
  client_id: string;
  name: string;
  address: string | null;
  city: string | null;
  country: string | null;
  version: number;
}

export interface Contact {
  id: string;
  client_id: string;
  name: string;
  email: string | null;
  phone: string | null;
  location_id: string | null;
  version: number;
}

export interface Member {
  id: string;
  email: string;
  name: string;
  role: string;
  client_mode: 'all' | 'allow' | 'deny';
  client_ids: string[];
  is_active: boolean;
  version?: number;
}

export interface Role {
  id: string;
  key: string;
  name: string;
  is_builtin: boolean;
  permissions: string[];
  version?: number;
}

export interface ApiToken {
  id: string;
  name: string;
  scopes: string[];
  created_at: string | null;
  expires_at: string | null;
  last_used_at: string | null;
  token?: string;
}

export interface AssetType {
  id: string;
  key: string;
  name: string;
  is_builtin: boolean;
  icon: string | null;
  version?: number;
}

export type CustomFieldKind = 'text' | 'number' | 'boolean' | 'date' | 'choice' | 'url';

export interface CustomField {
  id: string;
  key: string;
  label: string;
  kind: CustomFieldKind;
  choices: string[] | null;
  required: boolean;
  asset_types: string[];
  version: number;
}

export type JobState =
  | 'queued'
  | 'running'
  | 'succeeded'
  | 'partly_succeeded'
  | 'failed'
  | 'cancelled'
  | 'interrupted';

export interface Job {
  id: string;
  kind: string;
  title: string;
  state: JobState;
  phase: string | null;
  progress: { done: number; total: number | null };
  counters: Record<string, number>;
  started_by: Reference | null;
  client_id: string | null;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  message: string | null;
  artefacts: { id: string; name: string; media_type: string; size: number; url: string }[];
  can_cancel: boolean;
  can_retry: boolean;
  links: Record<string, string>;
}

export interface JobItemError {
  item: string | number | null;
  code: string;
  message: string;
  data: unknown;
}

export type ImportState =
  | 'uploaded'
  | 'reading'
  | 'mapped'
  | 'checking'
  | 'checked'
  | 'running'
  | 'finished'
  | 'failed'
  | 'cancelled';

export interface ImportColumn {
  index: number;
  header: string;
  samples: string[];
  field: string | null;
  confidence: number | null;
  reason: string | null;
}

export interface ImportCounts {
  rows: number;
  created: number;
  updated: number;
  unchanged: number;
  duplicate_in_file: number;
  review: number;
  rejected: number;
}

export interface ImportRecord {
  id: string;
  state: ImportState;
  file: { name: string; size: number };
  columns: ImportColumn[];
  counts: Partial<ImportCounts>;
  job_id: string | null;
  dry_run: boolean;
  create_missing?: boolean;
  client_id?: string | null;
  error_file_id: string | null;
  decisions_file_id: string | null;
  created_at?: string;
  problem?: { code?: string; title?: string; message?: string } | string | null;
}

export interface ImportRow {
  row: number;
  outcome: string;
  asset_id: string | null;
  duplicate_of_row?: number | null;
  matched_on: string | null;
  score?: number | null;
  reason: string | null;
}
