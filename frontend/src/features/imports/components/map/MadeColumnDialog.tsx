import { useState } from 'react';
import { Button, Group, MultiSelect, NumberInput, Radio, Select, Stack, TextInput } from '@mantine/core';
import type { ImportMapping, MadeColumn, WizardImport } from '@/shared/api/importTypes';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Dialog } from '@/shared/ui/Dialog';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { useWriteMapping } from '../../api/importMutations';
import { madeIn, madeOf, type FieldOptions } from '../../mappingEdits';

interface MadeColumnDialogProps {
  record: WizardImport;
  mapping: ImportMapping;
  options: FieldOptions[];
  onClose: () => void;
}

const WAYS = ['value', 'split', 'join'] as const;
type Way = (typeof WAYS)[number];
const isWay = (text: string): text is Way => WAYS.some((way) => way === text);

/** A column the file does not have: one value for all rows, a part of a column, or several put together. */
export function MadeColumnDialog({ record, mapping, options, onClose }: MadeColumnDialogProps) {
  const t = useT();
  const { slug } = useTenant();
  const write = useWriteMapping(slug, record.id);
  const [way, setWay] = useState<Way>('value');
  const [field, setField] = useState<string | null>(null);
  const [text, setText] = useState('');
  const [from, setFrom] = useState<string[]>([]);
  const [separator, setSeparator] = useState(' ');
  const [part, setPart] = useState(1);
  const sources = mapping.columns.filter((column) => madeIn(column) === null).map((column) => ({ value: String(column.index), label: column.header }));
  const header = options.flatMap((group) => group.items).find((item) => item.value === field)?.label ?? '';

  const made = ((): MadeColumn | null => {
    if (field === null) return null;
    if (way === 'value') return text === '' ? null : { header, field, kind: way, text };
    if (from.length < (way === 'join' ? 2 : 1)) return null;
    const base = { header, field, from: from.map(Number), separator };
    return way === 'split' ? { ...base, kind: 'split', part } : { ...base, kind: 'join' };
  })();

  return (
    <Dialog onClose={onClose} title={t('map.addColumn')} size="md">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (made !== null) write.mutate({ made: [...madeOf(mapping), made] }, { onSuccess: onClose });
        }}
      >
        <Stack gap="md">
          {write.isError && <ProblemAlert error={write.error} />}
          <Radio.Group
            label={t('map.madeWay')}
            value={way}
            onChange={(chosen) => {
              if (isWay(chosen)) setWay(chosen);
              setFrom([]);
            }}
          >
            <Stack gap={8} pt={6}>
              {WAYS.map((each) => (
                <Radio key={each} value={each} label={t(`map.way.${each}`)} />
              ))}
            </Stack>
          </Radio.Group>
          <Select label={t('imports.field')} searchable required data={options} value={field} onChange={setField} data-autofocus />
          {way === 'value' && <TextInput label={t('map.value')} required value={text} onChange={(event) => setText(event.currentTarget.value)} />}
          {way === 'split' && (
            <Select label={t('map.fromColumn')} required searchable data={sources} value={from[0] ?? null} onChange={(index) => setFrom(index === null ? [] : [index])} />
          )}
          {way === 'join' && <MultiSelect label={t('map.fromColumns')} required searchable data={sources} value={from} onChange={setFrom} />}
          {way !== 'value' && (
            <Group gap="sm" align="flex-end">
              <TextInput w={120} label={t('map.separator')} value={separator} onChange={(event) => setSeparator(event.currentTarget.value)} />
              {way === 'split' && <NumberInput w={90} label={t('map.part')} min={1} max={20} value={part} onChange={(value) => setPart(Number(value) || 1)} />}
            </Group>
          )}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={write.isPending} disabled={made === null}>
              {t('map.addColumn')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
