import { ActionIcon, Button, Group, Input, Select, Stack, Switch, TextInput } from '@mantine/core';
import { useT } from '@/shared/i18n/i18n';
import classes from './ChoicesInput.module.css';
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from './icons';
import { CHOICE_COLORS, type ChoiceDraft } from './recordValues';

interface ChoicesInputProps {
  label: string;
  description?: string | undefined;
  error: string | undefined;
  value: readonly ChoiceDraft[];
  onChange: (value: ChoiceDraft[]) => void;
}

/** The choices of a field in their order, each with its colour, and whether anything new may get it. */
export function ChoicesInput({ label, description, error, value, onChange }: ChoicesInputProps) {
  const t = useT();
  const colors = [{ value: '', label: t('choices.noColor') }, ...CHOICE_COLORS.map((color) => ({ value: color, label: t(`choices.color.${color}`) }))];
  const put = (place: number, changes: Partial<ChoiceDraft>): void => onChange(value.map((choice, index) => (index === place ? { ...choice, ...changes } : choice)));
  const move = (from: number, to: number): void => {
    const next = [...value];
    next.splice(to, 0, ...next.splice(from, 1));
    onChange(next);
  };
  return (
    <Input.Wrapper label={label} description={description} error={error} role="group" aria-label={label} inputWrapperOrder={['label', 'description', 'input', 'error']}>
      <Stack gap={6} mt={4}>
        {value.map((choice, place) => {
          const name = choice.label === '' ? t('choices.number', { number: place + 1 }) : choice.label;
          return (
            <div key={place} className={classes['choice']} data-retired={choice.retired || undefined}>
              <TextInput
                aria-label={t('choices.label', { number: place + 1 })}
                className={classes['label'] ?? ''}
                maxLength={80}
                autoComplete="off"
                value={choice.label}
                onChange={(event) => put(place, { label: event.currentTarget.value })}
              />
              <Select
                aria-label={t('choices.colorOf', { name })}
                className={classes['color'] ?? ''}
                data={colors}
                allowDeselect={false}
                leftSection={<span className={classes['swatch']} data-tone={choice.color ?? undefined} aria-hidden />}
                leftSectionWidth={28}
                value={choice.color ?? ''}
                onChange={(next) => put(place, { color: CHOICE_COLORS.find((color) => color === next) ?? null })}
              />
              <Switch size="xs" label={t('choices.retired')} checked={choice.retired} onChange={(event) => put(place, { retired: event.currentTarget.checked })} />
              <Group gap={2} wrap="nowrap">
                <ActionIcon size={24} aria-label={t('fields.up', { name })} disabled={place === 0} onClick={() => move(place, place - 1)}>
                  <IconArrowUp size={14} />
                </ActionIcon>
                <ActionIcon size={24} aria-label={t('fields.down', { name })} disabled={place + 1 === value.length} onClick={() => move(place, place + 1)}>
                  <IconArrowDown size={14} />
                </ActionIcon>
                <ActionIcon size={24} aria-label={t('choices.remove', { name })} onClick={() => onChange(value.filter((_, index) => index !== place))}>
                  <IconX size={14} />
                </ActionIcon>
              </Group>
            </div>
          );
        })}
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          className={classes['add'] ?? ''}
          onClick={() => onChange([...value, { value: null, label: '', color: null, retired: false }])}
        >
          {t('choices.add')}
        </Button>
      </Stack>
    </Input.Wrapper>
  );
}
