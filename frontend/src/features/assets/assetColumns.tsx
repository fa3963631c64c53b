import type { AssetRow, FieldCatalogue, FieldDefinition } from '@/shared/api/types';
import type { GridColumn } from '@/shared/grid/types';
import { FieldText } from './components/FieldText';
import { textOf } from './fieldValue';

const SHOWN_FIRST = [
  'tag',
  'name',
  'status',
  'type',
  'client',
  'assigned_to',
  'location',
  'manufacturer',
  'model',
  'serial',
  'ip',
  'os',
  'warranty_end',
  'last_seen',
];
const ALWAYS = new Set(['tag', 'name']);
const RIGHT = new Set(['number', 'money']);
const WIDTH_OF: Record<string, number> = { tag: 116, name: 190, status: 116, type: 130, client: 160, serial: 140 };

/** Grid columns straight from the field catalogue: a field declared on the server is a column here. */
export function assetColumns(catalogue: FieldCatalogue, allClients: boolean): GridColumn<AssetRow>[] {
  const order = (field: FieldDefinition): number => {
    const place = SHOWN_FIRST.indexOf(field.id);
    return place === -1 ? SHOWN_FIRST.length : place;
  };
  return catalogue.fields
    .filter((field) => allClients || field.id !== 'client')
    .map((field, place) => ({ field, place }))
    .sort((a, b) => order(a.field) - order(b.field) || a.place - b.place)
    .map(({ field }) => columnOf(field, catalogue, allClients));
}

function columnOf(field: FieldDefinition, catalogue: FieldCatalogue, allClients: boolean): GridColumn<AssetRow> {
  return {
    id: field.id,
    label: field.label,
    group: field.group,
    width: WIDTH_OF[field.id] ?? Math.max(90, field.width || 130),
    sortable: field.sortable,
    canHide: !(ALWAYS.has(field.id) || (allClients && field.id === 'client')),
    defaultVisible: SHOWN_FIRST.includes(field.id),
    ...(field.id === 'tag' ? { pin: 'left' as const } : {}),
    ...(RIGHT.has(field.kind) ? { align: 'right' as const } : {}),
    render: (row) => <FieldText field={field} value={row[field.id]} catalogue={catalogue} />,
    text: (row) => textOf(field, row[field.id], catalogue),
  };
}
