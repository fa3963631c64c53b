import { useQuery } from '@tanstack/react-query';
import type { ColumnValues, MappedColumn, WizardImport } from '@/shared/api/importTypes';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { useWriteMapping } from '../../api/importMutations';
import { valuesQuery } from '../../api/importQueries';
import { madeIn } from '../../mappingEdits';
import { Transforms } from './Transforms';
import { ValueMap } from './ValueMap';
import classes from './Map.module.css';

interface ColumnDetailProps {
  record: WizardImport;
  column: MappedColumn;
  values: ColumnValues | undefined;
  listed: boolean;
}

/** What happens to the values of one column on their way: changes of the text, then the value each becomes. */
export function ColumnDetail({ record, column, listed, values: known }: ColumnDetailProps) {
  const t = useT();
  const { slug } = useTenant();
  const values = useQuery({ ...valuesQuery(slug, record.id, column.index), enabled: known === undefined });
  const write = useWriteMapping(slug, record.id);
  const shown = known ?? values.data;
  return (
    <div className={classes['detail']}>
      {write.isError && <ProblemAlert error={write.error} />}
      {madeIn(column) === null && (
        <section>
          <h3>{t('map.transforms')}</h3>
          <Transforms
            transforms={column.transforms ?? []}
            pending={write.isPending}
            onChange={(transforms) => write.mutate({ columns: [{ index: column.index, transforms }] })}
          />
        </section>
      )}
      <section>
        <h3>{t('map.values')}</h3>
        {values.isError && <ProblemAlert error={values.error} onRetry={() => void values.refetch()} />}
        {shown === undefined ? (
          values.isFetching && <Loading />
        ) : (
          <ValueMap
            values={shown}
            listed={listed}
            onChange={(value, becomes) => {
              const others = Object.entries(column.values ?? {}).filter(([other]) => other !== value);
              const chosen: [string, string | null][] = becomes === undefined ? others : [...others, [value, becomes]];
              write.mutate({ columns: [{ index: column.index, values: Object.fromEntries<string | null>(chosen) }] });
            }}
          />
        )}
      </section>
    </div>
  );
}
