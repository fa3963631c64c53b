import { useRef } from 'react';
import { Button, Checkbox, Text } from '@mantine/core';
import { useT } from '@/shared/i18n/i18n';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { ScrollRegion } from '@/shared/ui/ScrollRegion';
import { ColumnHeads } from '@/shared/ui/TableHead';
import classes from './ConflictTable.module.css';

/** As many as one request takes one by one. */
export const MOST_PICKED = 2_000;

export interface ConflictRow {
  key: string;
  /** What a tick chooses: one field or the whole record. Rows behind the first of a record may go with it. */
  pick: string;
  pickLabel: string;
  record: string;
  field: string;
  /** Under the headings, in their order; who changed it and when stands with the one it became. */
  values: readonly { text: string; by?: string | null | undefined; at?: string | null | undefined }[];
}

interface ConflictTableProps {
  label: string;
  headings: readonly string[];
  rows: readonly ConflictRow[];
  /** Null while nothing is chosen one by one. */
  picked: ReadonlySet<string> | null;
  onPick: (picked: ReadonlySet<string>) => void;
  /** The next page, where there is one. */
  more: { hasNext: boolean; isLoading: boolean; load: () => Promise<{ hasNextPage: boolean }> };
}

/** What somebody changed meanwhile, field by field, and which of it is to be overwritten. */
export function ConflictTable({ label, headings, rows, picked, onPick, more }: ConflictTableProps) {
  const t = useT();
  const region = useRef<HTMLDivElement>(null);
  // The button goes with the last page; whoever pressed it reads on in the list.
  const load = (): void => void more.load().then((next) => next.hasNextPage || region.current?.focus());
  const toggle = (pick: string): void => {
    const next = new Set(picked);
    if (!next.delete(pick)) next.add(pick);
    onPick(next);
  };
  return (
    <ScrollRegion className={classes['scroll']} label={label} ref={region}>
      <table className={classes['table']}>
        <caption className="qd-visually-hidden">{label}</caption>
        <thead>
          <tr>
            {picked !== null && (
              <th scope="col" data-all>
                <AllShown picks={[...new Set(rows.map((row) => row.pick))]} picked={picked} onPick={onPick} />
                <span aria-hidden className={classes['narrow']}>
                  {t('conflict.overwriteShown')}
                </span>
              </th>
            )}
            <ColumnHeads columns={[t('conflict.record'), t('conflict.field'), ...headings]} />
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => {
            const goesAlong = rows[place - 1]?.pick === row.pick;
            return (
              <tr key={row.key}>
                {picked !== null && (
                  <td data-pick>
                    {!goesAlong && (
                      <Checkbox
                        aria-label={row.pickLabel}
                        checked={picked.has(row.pick)}
                        disabled={picked.size >= MOST_PICKED && !picked.has(row.pick)}
                        onChange={() => toggle(row.pick)}
                      />
                    )}
                  </td>
                )}
                <th scope="row">
                  <bdi>{row.record}</bdi>
                </th>
                <td className={classes['field']} data-label={t('conflict.field')}>{row.field}</td>
                {row.values.map((value, column) => (
                  <td key={headings[column]} data-label={headings[column]}>
                    <bdi>{value.text === '' ? t('filter.nothing') : value.text}</bdi>
                    {typeof value.at === 'string' && (
                      <Text size="xs" c="dimmed">
                        <bdi>{value.by}</bdi> · <RelativeTime at={value.at} />
                      </Text>
                    )}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      {more.hasNext && (
        <Button variant="default" size="compact-sm" my={8} loading={more.isLoading} onClick={load}>
          {t('conflict.more')}
        </Button>
      )}
    </ScrollRegion>
  );
}

interface AllShownProps extends Pick<ConflictTableProps, 'onPick'> {
  picks: readonly string[];
  picked: ReadonlySet<string>;
}

/** Those on screen at once, as far as there is room. */
function AllShown({ picks, picked, onPick }: AllShownProps) {
  const t = useT();
  const missing = picks.filter((pick) => !picked.has(pick));
  const isWhole = missing.length === 0 && picks.length > 0;
  return (
    <Checkbox
      aria-label={t('conflict.overwriteShown')}
      checked={isWhole}
      indeterminate={!isWhole && missing.length < picks.length}
      onChange={() => onPick(isWhole ? new Set([...picked].filter((pick) => !picks.includes(pick))) : new Set([...picked, ...missing].slice(0, MOST_PICKED)))}
    />
  );
}
