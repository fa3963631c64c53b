import type { FieldProvenance, Provenance } from '@/shared/api/provenance';

const DATTO = { key: 'agent:Datto RMM', kind: 'agent', name: 'Datto RMM' };
const SHEET = { key: 'file:inventory', kind: 'file', name: 'inventory' };
const PERSON = { key: 'person', kind: 'person', name: '' };
const AT = '2026-11-03T10:00:00Z';

const base: FieldProvenance = {
  field: 'ram_mb',
  label: 'RAM (MB)',
  group: 'Hardware',
  value: 16_384,
  source: DATTO,
  observed_at: AT,
  author: null,
  agreeing: [],
  lock: null,
  rivals: [],
  rule: { mode: 'source', sources: ['agent'], origin: 'default' },
};

/** An asset of which two sources and a person said things. */
export const provenanceOf = (): Provenance => ({
  asset_id: '1',
  sources: [
    { ...DATTO, last_seen_at: AT, fields: 12 },
    { ...SHEET, last_seen_at: AT, fields: 4 },
    { ...PERSON, last_seen_at: AT, fields: 1 },
  ],
  fields: [
    {
      ...base,
      rivals: [{ value: 8192, source: SHEET, observed_at: AT, author: null, stands_next: false }],
    },
    {
      ...base,
      field: 'serial',
      label: 'Serial number',
      value: '<b>PF2AB9X1</b>',
      source: PERSON,
      author: 'R. Bell',
      lock: { by: 'R. Bell', at: AT, reason: 'Sticker misread' },
    },
    { ...base, field: 'model', label: 'Model', value: 'Latitude 7440' },
  ],
});
