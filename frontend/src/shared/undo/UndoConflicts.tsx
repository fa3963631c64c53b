import { useRef } from 'react';
import { Button, Checkbox, Text } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { catalogueQuery } from '@/shared/api/catalogue';
import type { UndoConflict, UndoWish } from '@/shared/api/types';
import { formatNumber } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { textOfField } from '@/shared/ui/fieldText';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { ScrollRegion } from '@/shared/ui/ScrollRegion';
import { conflictsQuery, type Undoable } from './undoApi';
import classes from './UndoDialog.module.css';

/** As many fields as one undo may be told to overwrite one by one. */
const MOST_PICKED = 2_000;

/** The fields to be overwritten, by `keyOf`. */
export type Picked = ReadonlyMap<string, NonNullable<UndoWish['force']>[number]>;
export const keyOf = (conflict: UndoConflict): string => `${conflict.object_id}:${conflict.field}`;

interface UndoConflictsProps {
  target: Undoable;
  /** What the preview found, until all of them can be turned through. */
  first: readonly UndoConflict[];
  /** Null while nothing is chosen one by one. */
  picked: Picked | null;
  onToggle: (conflicts: readonly UndoConflict[], on: boolean) => void;
}

/** Every field that was changed since: what it would become again, what it is now, and whose doing that is. */
export function UndoConflicts({ target, first, picked, onToggle }: UndoConflictsProps) {
  const t = useT();
  const { slug } = useTenant();
  const region = useRef<HTMLDivElement>(null);
  const catalogue = useQuery(catalogueQuery(slug));
  const listed = useInfiniteQuery(conflictsQuery(slug, target.changeSet));
  const conflicts = listed.data?.pages.flatMap((page) => page.items) ?? first;
  const isFull = picked !== null && picked.size >= MOST_PICKED;
  const show = (field: string, value: unknown): string => textOfField(catalogue.data, field, value) || t('filter.nothing');
  // The button goes with the last page; whoever pressed it reads on in the list.
  const more = (): void => void listed.fetchNextPage().then((next) => next.hasNextPage || region.current?.focus());
  return (
    <>
      <ScrollRegion className={classes['scroll']} label={t('undo.changedSince')} ref={region}>
        <table className={classes['table']}>
          <caption className="qd-visually-hidden">{t('undo.changedSince')}</caption>
          <thead>
            <tr>
              {picked !== null && (
                <th scope="col">
                  <AllShown conflicts={conflicts} picked={picked} onToggle={onToggle} />
                </th>
              )}
              <th scope="col">{t('undo.record')}</th>
              <th scope="col">{t('undo.field')}</th>
              <th scope="col">{t('undo.before')}</th>
              <th scope="col">{t('undo.now')}</th>
            </tr>
          </thead>
          <tbody>
            {conflicts.map((conflict) => (
              <tr key={keyOf(conflict)}>
                {picked !== null && (
                  <td>
                    <Checkbox
                      aria-label={t('undo.overwriteNamed', { field: conflict.field_label, name: conflict.label })}
                      checked={picked.has(keyOf(conflict))}
                      disabled={isFull && !picked.has(keyOf(conflict))}
                      onChange={(event) => onToggle([conflict], event.currentTarget.checked)}
                    />
                  </td>
                )}
                <th scope="row">
                  <bdi>{conflict.label}</bdi>
                </th>
                <td>{conflict.field_label}</td>
                <td>
                  <bdi>{show(conflict.field, conflict.before)}</bdi>
                </td>
                <td>
                  <bdi>{show(conflict.field, conflict.now)}</bdi>
                  {typeof conflict.at === 'string' && (
                    <Text size="xs" c="dimmed">
                      {conflict.by} · <RelativeTime at={conflict.at} />
                    </Text>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {listed.hasNextPage && (
          <Button variant="default" size="compact-sm" my={8} loading={listed.isFetchingNextPage} onClick={more}>
            {t('undo.moreConflicts')}
          </Button>
        )}
      </ScrollRegion>
      {listed.isError && <ProblemAlert error={listed.error} onRetry={() => void (listed.data === undefined ? listed.refetch() : listed.fetchNextPage())} />}
      {picked !== null && (
        <Text size="sm" c="dimmed" role="status">
          {t(isFull ? 'undo.mostPicked' : 'undo.picked', { count: picked.size, most: formatNumber(MOST_PICKED) })}
        </Text>
      )}
    </>
  );
}

interface AllShownProps extends Pick<UndoConflictsProps, 'onToggle'> {
  conflicts: readonly UndoConflict[];
  picked: Picked;
}

/** Those on screen at once, as far as there is room. */
function AllShown({ conflicts, picked, onToggle }: AllShownProps) {
  const t = useT();
  const missing = conflicts.filter((conflict) => !picked.has(keyOf(conflict)));
  const isWhole = missing.length === 0 && conflicts.length > 0;
  return (
    <Checkbox
      aria-label={t('undo.overwriteShown')}
      checked={isWhole}
      indeterminate={!isWhole && missing.length < conflicts.length}
      onChange={() => (isWhole ? onToggle(conflicts, false) : onToggle(missing.slice(0, MOST_PICKED - picked.size), true))}
    />
  );
}
