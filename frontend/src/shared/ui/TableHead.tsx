import { useT } from '@/shared/i18n/i18n';

/** A head for each column of a table. */
export function ColumnHeads({ columns }: { columns: readonly string[] }) {
  return columns.map((column) => (
    <th key={column} scope="col">
      {column}
    </th>
  ));
}

/** The head of a table whose last column holds what can be done with each row. */
export function TableHead({ columns }: { columns: readonly string[] }) {
  const t = useT();
  return (
    <thead>
      <tr>
        <ColumnHeads columns={columns} />
        <th scope="col">
          <span className="qd-visually-hidden">{t('common.actions')}</span>
        </th>
      </tr>
    </thead>
  );
}
