import { Text } from '@mantine/core';
import type { BulkPreview, FieldCatalogue } from '@/shared/api/types';
import { formatNumber } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { ClientCounts } from '@/shared/ui/ClientCounts';
import { SampleTable } from '@/shared/ui/SampleTable';
import { plain, textOf } from '../fieldValue';
import classes from './Bulk.module.css';

interface PreviewPanelProps {
  preview: BulkPreview;
  catalogue: FieldCatalogue;
  deleting: boolean;
}

/** What would change, what is so already, what can't be and why, and some assets before and after. */
export function PreviewPanel({ preview, catalogue, deleting }: PreviewPanelProps) {
  const t = useT();
  const { changing, unchanged, blocked, examined, count } = preview;
  return (
    <section aria-label={t('bulk.preview')} className={classes['preview']}>
      <p role="status" className={classes['numbers']}>
        <strong className="qd-nums">{formatNumber(changing)}</strong> {deleting ? t('bulk.deleting') : t('bulk.changing', { count: changing })}
        {!deleting && (
          <>
            {' · '}
            <strong className="qd-nums">{formatNumber(unchanged)}</strong> {t('bulk.unchanged', { count: unchanged })}
          </>
        )}
        {' · '}
        <strong className="qd-nums">{formatNumber(blocked)}</strong> {t('bulk.blocked')}
      </p>
      {examined < count && (
        <Text size="xs" c="dimmed">
          {t('bulk.examined', { examined: formatNumber(examined), count: formatNumber(count) })}
        </Text>
      )}
      <ClientCounts clients={preview.per_client} />
      {preview.obstacles.length > 0 && (
        <ul className={classes['obstacles']}>
          {preview.obstacles.map((obstacle) => (
            <li key={`${obstacle.code}${obstacle.message}`}>
              <strong className="qd-nums">{formatNumber(obstacle.count)}</strong> {obstacle.message}
            </li>
          ))}
        </ul>
      )}
      {preview.samples.length > 0 && <Samples preview={preview} catalogue={catalogue} deleting={deleting} />}
    </section>
  );
}

function Samples({ preview, catalogue, deleting }: PreviewPanelProps) {
  const t = useT();
  const show = (id: string, value: unknown, label: string | null | undefined): string => {
    if (label !== null && label !== undefined) return label;
    const field = catalogue.fields.find((item) => item.id === id);
    return (field === undefined ? plain(value) : textOf(field, value, catalogue)) || t('filter.nothing');
  };
  const labelOf = (id: string): string => catalogue.fields.find((item) => item.id === id)?.label ?? id;
  return (
    <SampleTable
      caption={t('bulk.samples')}
      headings={[t('bulk.asset'), ...(deleting ? [] : [t('bulk.field'), t('bulk.before'), t('bulk.after')])]}
      samples={preview.samples.map(({ id, tag, name, changes }) => ({
        id,
        record: `${tag} ${name}`,
        lines: deleting
          ? [[]]
          : changes.map((change) => [
              labelOf(change.field),
              show(change.field, change.before, change.before_label),
              show(change.field, change.after, change.after_label),
            ]),
      }))}
    />
  );
}
