import { Radio, Select, Stack } from '@mantine/core';
import type { ImportLayout, LayoutWrite, SheetRead } from '@/shared/api/importTypes';
import { useT, type Translate } from '@/shared/i18n/i18n';
import classes from './Sheet.module.css';

interface LayoutSettingsProps {
  layout: ImportLayout;
  pending: boolean;
  onChange: (change: LayoutWrite) => void;
}

const SHOWN_CELLS = 4;
const NO_HEADINGS = '0';

export function LayoutSettings({ layout, onChange }: LayoutSettingsProps) {
  const t = useT();
  const headings = [
    { value: NO_HEADINGS, label: t('sheet.noHeadings') },
    ...layout.preview.map((row) => ({
      value: String(row.number),
      label: t('sheet.rowWith', { number: row.number, cells: headOf(row.cells) }),
    })),
  ];
  const current = String(layout.header_row);
  if (!headings.some((option) => option.value === current)) {
    headings.push({ value: current, label: t('sheet.rowWith', { number: current, cells: headOf(layout.columns) }) });
  }
  const guessed = layout.header_row === layout.header_row_guess;
  return (
    <Stack gap="md">
      {layout.sheets.length > 0 && (
        <Radio.Group label={t('sheet.sheet')} value={layout.sheet} onChange={(sheet) => onChange({ sheet })}>
          <div className={classes['sheets']}>
            {layout.sheets.map((sheet) => (
              <Radio key={sheet.name} value={sheet.name} label={<bdi>{sheet.name}</bdi>} description={sheetFacts(t, sheet)} />
            ))}
          </div>
        </Radio.Group>
      )}
      <Select
        label={t('sheet.headerRow')}
        description={guessed ? t('sheet.found') : t('sheet.chosen')}
        allowDeselect={false}
        data={headings}
        value={current}
        onChange={(row) => onChange({ header_row: Number(row) })}
      />
      {layout.encodings.length > 0 && layout.encoding !== null && (
        <Select
          label={t('sheet.encoding')}
          description={layout.encoding_is_chosen ? t('sheet.chosen') : t('sheet.found')}
          allowDeselect={false}
          searchable
          data={layout.encodings}
          value={layout.encoding}
          onChange={(encoding) => onChange({ encoding })}
        />
      )}
      {layout.delimiters.length > 0 && layout.delimiter !== null && (
        <Select
          label={t('sheet.delimiter')}
          description={layout.delimiter_is_chosen ? t('sheet.chosen') : t('sheet.found')}
          allowDeselect={false}
          data={layout.delimiters}
          value={layout.delimiter}
          onChange={(delimiter) => onChange({ delimiter })}
        />
      )}
    </Stack>
  );
}

const headOf = (cells: readonly string[]): string => {
  const filled = cells.filter((cell) => cell.trim() !== '');
  return filled.slice(0, SHOWN_CELLS).join(', ') + (filled.length > SHOWN_CELLS ? '…' : '');
};

function sheetFacts(t: Translate, sheet: SheetRead): string {
  const facts = [t('sheet.rows', { count: sheet.rows })];
  if (sheet.is_hidden) facts.push(t('sheet.hidden'));
  if (sheet.hidden_rows > 0) facts.push(t('sheet.hiddenRows', { count: sheet.hidden_rows }));
  if (sheet.hidden_columns > 0) facts.push(t('sheet.hiddenColumns', { count: sheet.hidden_columns }));
  return facts.join(' · ');
}
