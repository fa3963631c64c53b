import { useQuery } from '@tanstack/react-query';
import { catalogueQuery } from '@/shared/api/catalogue';
import type { UndoPreview } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { textOfField } from '@/shared/ui/fieldText';
import { SampleTable } from '@/shared/ui/SampleTable';

const LINES = 4;

/** Some of the records, each with what its fields are now and what they become again, or that it comes or goes whole. */
export function UndoSamples({ samples }: { samples: UndoPreview['samples'] }) {
  const t = useT();
  const { slug } = useTenant();
  const catalogue = useQuery(catalogueQuery(slug));
  const show = (field: string, value: unknown, label: string | null | undefined): string => (label ?? textOfField(catalogue.data, field, value)) || t('filter.nothing');
  const shown = samples
    .map(({ object_id: id, label: record, action, changes }) => ({
      id,
      record,
      lines:
        action === 'change'
          ? changes.slice(0, LINES).map((each) => [each.label, show(each.field, each.now, each.now_label), show(each.field, each.then, each.then_label)])
          : [[t(`undo.whole.${action}`), '', '']],
    }))
    .filter((sample) => sample.lines.length > 0);
  if (shown.length === 0) return null;
  return <SampleTable caption={t('bulk.samples')} headings={[t('conflict.record'), t('conflict.field'), t('undo.now'), t('undo.then')]} samples={shown} />;
}
