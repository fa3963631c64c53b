import { useState } from 'react';
import { Button } from '@mantine/core';
import type { ImportMapping, MappedColumn, WizardImport } from '@/shared/api/importTypes';
import type { FieldDefinition } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { IconPlus } from '@/shared/ui/icons';
import { clashesOf, fieldOptions } from '../../mappingEdits';
import { ColumnRow } from './ColumnRow';
import { MadeColumnDialog } from './MadeColumnDialog';
import classes from './Map.module.css';

interface ColumnTableProps {
  record: WizardImport;
  mapping: ImportMapping;
  columns: readonly MappedColumn[];
  fields: readonly FieldDefinition[];
  onChoose: (index: number, field: string | null) => void;
}

/** Every column of the file with the field it fills, how sure that is, and why. */
export function ColumnTable({ record, mapping, columns, fields, onChoose }: ColumnTableProps) {
  const t = useT();
  const [opened, setOpened] = useState<number | null>(null);
  const [adding, setAdding] = useState(false);
  const clashes = clashesOf(columns);
  const options = fieldOptions(fields);
  return (
    <>
      <div role="table" aria-label={t('imports.mapping')} aria-rowcount={columns.length + 1} className={classes['table']}>
        <div role="row" className={classes['headRow']}>
          <span role="columnheader">{t('imports.column')}</span>
          <span role="columnheader">{t('imports.field')}</span>
          <span role="columnheader">{t('imports.confidence')}</span>
          <span role="columnheader">{t('imports.why')}</span>
          <span role="columnheader">
            <span className="qd-visually-hidden">{t('common.actions')}</span>
          </span>
        </div>
        {columns.map((column) => (
          <ColumnRow
            key={column.index}
            record={record}
            mapping={mapping}
            column={column}
            field={fields.find((each) => each.id === column.field)}
            options={options}
            rivals={(column.field === null ? undefined : clashes.get(column.field))?.filter((each) => each.index !== column.index) ?? []}
            opened={opened === column.index}
            onToggle={() => setOpened((before) => (before === column.index ? null : column.index))}
            onChoose={(field) => onChoose(column.index, field)}
          />
        ))}
      </div>
      <Button mt="sm" size="compact-sm" variant="subtle" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setAdding(true)}>
        {t('map.addColumn')}
      </Button>
      {adding && <MadeColumnDialog record={record} mapping={mapping} options={options} onClose={() => setAdding(false)} />}
    </>
  );
}
