import { useState } from 'react';
import { Alert, Button, Group } from '@mantine/core';
import { isProblem } from '@/shared/api/problem';
import { isRecord } from '@/shared/api/record';
import { useT } from '@/shared/i18n/i18n';
import classes from './FormErrors.module.css';
import { choiceOf, type ChoiceDraft, type RecordField, type RecordValue, type RecordValues } from './recordValues';

export const isChanged = (error: unknown): boolean => isProblem(error) && error.status === 412 && isRecord(error.body.current);

/** What the server holds, as the form would hold it; undefined for what the form can't show. */
function held(stored: unknown, field: RecordField): RecordValue {
  if (typeof stored === 'string' || typeof stored === 'boolean') return stored;
  if (stored === null) return '';
  if (typeof stored === 'number') return String(stored);
  if (!Array.isArray(stored)) return undefined;
  if (field.kind === 'options') return stored.flatMap((each) => choiceOf(each) ?? []);
  return stored.map((each) => (isRecord(each) ? String(each['label']) : String(each)));
}

function spelled(value: RecordValue): string {
  if (!Array.isArray(value)) return typeof value === 'string' ? value : value === true ? '✓' : '';
  const items: (string | ChoiceDraft)[] = value;
  return items.map((item) => (typeof item === 'string' ? item : item.label)).join(', ');
}

interface ChangedMeanwhileProps {
  error: unknown;
  fields: readonly RecordField[];
  values: RecordValues;
  onTheirs: (theirs: RecordValues, version: number) => void;
  onMine: (version: number) => void;
}

/** Somebody saved this record first: what they made of it, beside what is in the form, and both ways on. */
export function ChangedMeanwhile({ error, fields, values, onTheirs, onMine }: ChangedMeanwhileProps) {
  const t = useT();
  const [taken, setTaken] = useState<unknown>(null);
  if (!isProblem(error) || error.status !== 412 || !isRecord(error.body.current) || taken === error) return null;
  const { current } = error.body;
  const version = Number(current['version']);
  const theirs = fields.flatMap((field) => {
    const value = held(current[field.id], field);
    return value === undefined || spelled(value) === spelled(values[field.id]) ? [] : [{ field, value }];
  });
  return (
    <Alert color="yellow" mb="md" role="alert" title={error.message}>
      <ul className={classes['list']}>
        {theirs.map(({ field, value }) => (
          <li key={field.id}>
            <bdi>{t('changed.theirs', { field: field.label, value: spelled(value) === '' ? '—' : spelled(value) })}</bdi>
          </li>
        ))}
      </ul>
      <Group gap="sm" mt="sm">
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            setTaken(error);
            onTheirs(Object.fromEntries(theirs.map(({ field, value }) => [field.id, value])), version);
          }}
        >
          {t('changed.takeTheirs')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => onMine(version)}>
          {t('changed.keepMine')}
        </Button>
      </Group>
    </Alert>
  );
}
