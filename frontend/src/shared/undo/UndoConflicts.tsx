import { Text } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { catalogueQuery } from '@/shared/api/catalogue';
import type { UndoConflict } from '@/shared/api/types';
import { ConflictTable, MOST_PICKED } from '@/shared/conflicts/ConflictTable';
import { formatNumber } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { textOfField } from '@/shared/ui/fieldText';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { conflictsQuery, type Undoable } from './undoApi';

/** The fields to be overwritten, each by its object and its own id. */
export type Picked = ReadonlySet<string>;
const keyOf = (conflict: UndoConflict): string => `${conflict.object_id}:${conflict.field}`;
export function forcedOf(key: string): { object_id: string; field: string } {
  const [object_id = '', ...field] = key.split(':');
  return { object_id, field: field.join(':') };
}

interface UndoConflictsProps {
  target: Undoable;
  /** What the preview found, until all of them can be turned through. */
  first: readonly UndoConflict[];
  /** Null while nothing is chosen one by one. */
  picked: Picked | null;
  onPick: (picked: Picked) => void;
}

/** Every field that was changed since: what it would become again, what it is now, and whose doing that is. */
export function UndoConflicts({ target, first, picked, onPick }: UndoConflictsProps) {
  const t = useT();
  const { slug } = useTenant();
  const catalogue = useQuery(catalogueQuery(slug));
  const listed = useInfiniteQuery(conflictsQuery(slug, target));
  const conflicts = listed.data?.pages.flatMap((page) => page.items) ?? first;
  const show = (field: string, value: unknown, label: string | null | undefined): string => label ?? textOfField(catalogue.data, field, value);
  return (
    <>
      <ConflictTable
        label={t('undo.changedSince')}
        headings={[t('undo.before'), t('undo.now')]}
        rows={conflicts.map((conflict) => ({
          key: keyOf(conflict),
          pick: keyOf(conflict),
          pickLabel: t('undo.overwriteNamed', { field: conflict.field_label, name: conflict.label }),
          record: conflict.label,
          field: conflict.field_label,
          values: [
            { text: show(conflict.field, conflict.before, conflict.before_label) },
            { text: show(conflict.field, conflict.now, conflict.now_label), by: conflict.by, at: conflict.at },
          ],
        }))}
        picked={picked}
        onPick={onPick}
        more={{ hasNext: listed.hasNextPage, isLoading: listed.isFetchingNextPage, load: () => listed.fetchNextPage() }}
      />
      {listed.isError && <ProblemAlert error={listed.error} onRetry={() => void (listed.data === undefined ? listed.refetch() : listed.fetchNextPage())} />}
      {picked !== null && (
        <Text size="sm" c="dimmed" role="status">
          {t(picked.size >= MOST_PICKED ? 'conflict.mostPicked' : 'undo.picked', { count: picked.size, most: formatNumber(MOST_PICKED) })}
        </Text>
      )}
    </>
  );
}
