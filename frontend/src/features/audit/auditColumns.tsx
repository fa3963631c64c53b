import type { FieldCatalogue } from '@/shared/api/types';
import type { GridColumn } from '@/shared/grid/types';
import { formatDateTime } from '@/shared/i18n/format';
import { isMessageKey, type Translate } from '@/shared/i18n/i18n';
import { textOfField } from '@/shared/ui/fieldText';
import { StatusBadge } from '@/shared/ui/StatusBadge';
import type { AuditRow } from './api/auditQueries';

const TONES = { insert: 'success', update: 'info', delete: 'danger' } as const;

export const originLabel = (t: Translate, origin: string): string => {
  const key = `history.origin.${origin}`;
  return isMessageKey(key) ? t(key) : origin;
};

export const objectLabel = (row: AuditRow): string => (row.label === null ? row.noun : `${row.noun} ${row.label}`);

export function ActionBadge({ t, row }: { t: Translate; row: AuditRow }) {
  return <StatusBadge tone={TONES[row.operation]}>{t(`audit.${row.operation}`)}</StatusBadge>;
}

/** The first change in words, and how many more. */
export function summary(t: Translate, row: AuditRow, catalogue: FieldCatalogue | undefined): string {
  const [first, ...others] = row.changes;
  if (first === undefined) return t('audit.noFieldsShort');
  const show = (value: unknown): string => textOfField(catalogue, first.field, value) || t('filter.nothing');
  const told = row.operation === 'update' ? t('audit.summary', { field: first.label, before: show(first.before), after: show(first.after) }) : first.label;
  return others.length === 0 ? told : t('audit.more', { first: told, count: others.length });
}

export function auditColumns(t: Translate, allClients: boolean, catalogue: FieldCatalogue | undefined): GridColumn<AuditRow>[] {
  const text = (id: string, label: string, width: number, of: (row: AuditRow) => string): GridColumn<AuditRow> => ({
    id,
    label,
    width,
    render: (row) => <bdi title={of(row)}>{of(row)}</bdi>,
    text: of,
  });
  return [
    { ...text('at', t('audit.when'), 190, (row) => formatDateTime(row.at)), pin: 'left', canHide: false },
    text('actor', t('audit.who'), 150, (row) => row.actor.label),
    { id: 'operation', label: t('audit.action'), width: 110, render: (row) => <ActionBadge t={t} row={row} />, text: (row) => t(`audit.${row.operation}`) },
    text('object', t('audit.object'), 240, objectLabel),
    text('changes', t('audit.changes'), 290, (row) => summary(t, row, catalogue)),
    ...(allClients ? [text('client', t('audit.client'), 140, (row) => row.client ?? '')] : []),
    text('origin', t('audit.origin'), 140, (row) => originLabel(t, row.origin)),
    text('reason', t('audit.reason'), 200, (row) => row.reason ?? ''),
  ];
}
