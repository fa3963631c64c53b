import type { ReactNode } from 'react';
import { Text } from '@mantine/core';
import type { FieldCatalogue, FieldDifference } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { textOfField } from '@/shared/ui/fieldText';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import classes from './History.module.css';

interface DifferenceTableProps {
  caption: string;
  changes: readonly FieldDifference[];
  catalogue: FieldCatalogue;
  before: string;
  after: string;
  /** Drawn in front of each row: a choice. */
  mark?: (change: FieldDifference) => ReactNode;
}

/** Fields with their values at two moments, and who made them what they were at the second. */
export function DifferenceTable({ caption, changes, catalogue, before, after, mark }: DifferenceTableProps) {
  const t = useT();
  return (
    <div className={classes['scroll']}>
      <table className={classes['differences']}>
        <caption className="qd-visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {mark !== undefined && <td />}
            <th scope="col">{t('compare.field')}</th>
            <th scope="col">{before}</th>
            <th scope="col">{after}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={change.field}>
              {mark !== undefined && <td>{mark(change)}</td>}
              <th scope="row">{change.label}</th>
              <td>
                <bdi>{textOfField(catalogue, change.field, change.before) || t('filter.nothing')}</bdi>
              </td>
              <td>
                <bdi>{textOfField(catalogue, change.field, change.after) || t('filter.nothing')}</bdi>
                {change.last !== null && (
                  <Text size="xs" c="dimmed">
                    <bdi>{change.last.by}</bdi> · <RelativeTime at={change.last.at} />
                  </Text>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
