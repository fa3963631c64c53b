import { useMemo } from 'react';
import type { MatchField, MatchRow, WizardImport } from '@/shared/api/importTypes';
import { api, unwrap } from '@/shared/api/client';
import { ListGrid } from '@/shared/grid/ListGrid';
import { listSource } from '@/shared/grid/listSource';
import type { GridColumn } from '@/shared/grid/types';
import { formatNumber } from '@/shared/i18n/format';
import { useT, type Translate } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Blank } from '@/shared/ui/Blank';
import { IconCheck } from '@/shared/ui/icons';
import { sourceName } from '@/shared/ui/sourceName';
import classes from './Run.module.css';

interface Difference extends MatchField {
  id: string;
  row: number;
  asset: MatchRow['asset'];
}

const differencesOf = (row: MatchRow): Difference[] =>
  row.fields
    .filter((field) => field.is_changed)
    .map((field) => ({ ...field, id: `${String(row.row)}:${field.field}`, row: row.row, asset: row.asset }));

/** What the import will change, field by field: the value now and the value then. */
export function ChangesPreview({ record }: { record: WizardImport }) {
  const t = useT();
  const { slug } = useTenant();
  const source = useMemo(
    () =>
      listSource(`import-changes:${slug}:${record.id}:${record.job_id ?? ''}`, async (cursor, limit, signal) => {
        const query = { changed: true, limit, ...(cursor ? { cursor } : {}) };
        const page = await unwrap(api.GET('/imports/{id}/match-rows', { params: { path: { id: record.id }, query }, signal }));
        return { ...page, items: page.items.flatMap(differencesOf) };
      }),
    [slug, record.id, record.job_id],
  );
  const columns = useMemo(() => differenceColumns(t), [t]);
  return (
    <section className={classes['changes']}>
      <h2>{t('run.changes')}</h2>
      <div className={classes['rows']}>
        <ListGrid
          module="import-changes"
          label={t('run.changes')}
          source={source}
          columns={columns}
          rowLabel={(line) => t('imports.rowNumber', { number: line.row })}
          card={(line) => (
            <span className={classes['card']}>
              <strong className="qd-truncate">{line.asset?.name ?? line.asset?.tag ?? ''}</strong>
              <span className="qd-truncate">
                {line.label}: <s>{line.in_system ?? '—'}</s> {line.result ?? '—'}
              </span>
            </span>
          )}
          empty={<Blank icon={<IconCheck size={20} />} title={t('run.noChanges')} />}
        />
      </div>
    </section>
  );
}

function differenceColumns(t: Translate): GridColumn<Difference>[] {
  const text = (value: string | null): string => value ?? '';
  const source = (line: Difference): string => (line.source === null ? '' : sourceName(line.source));
  const asset = (line: Difference): string => line.asset?.tag ?? line.asset?.name ?? '';
  return [
    { id: 'row', label: t('imports.row'), width: 76, pin: 'left', align: 'right', canHide: false, render: (line) => formatNumber(line.row), text: (line) => String(line.row) },
    { id: 'asset', label: t('match.asset'), width: 180, render: (line) => <bdi>{asset(line)}</bdi>, text: asset },
    { id: 'field', label: t('imports.field'), width: 160, render: (line) => line.label, text: (line) => line.label },
    { id: 'before', label: t('run.now'), width: 240, render: (line) => <bdi className={classes['before']}>{text(line.in_system)}</bdi>, text: (line) => text(line.in_system) },
    { id: 'after', label: t('run.then'), width: 240, render: (line) => <bdi className={classes['after']}>{text(line.result)}</bdi>, text: (line) => text(line.result) },
    { id: 'source', label: t('run.source'), width: 160, render: (line) => <bdi>{source(line)}</bdi>, text: source },
  ];
}
