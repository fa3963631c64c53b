import { useState } from 'react';
import { Button, CloseButton, NumberInput, Select, TextInput } from '@mantine/core';
import type { Transform } from '@/shared/api/importTypes';
import { useT, type Translate } from '@/shared/i18n/i18n';
import classes from './Map.module.css';

interface TransformsProps {
  transforms: readonly Transform[];
  pending: boolean;
  onChange: (transforms: Transform[]) => void;
}

type Kind = 'trim' | 'upper' | 'lower' | 'title' | 'replace' | 'extract' | 'date';
const KINDS: readonly Kind[] = ['trim', 'upper', 'lower', 'title', 'replace', 'extract', 'date'];
const isKind = (text: string | null): text is Kind => KINDS.some((kind) => kind === text);

/** Changes of the text, in the order they are applied. */
export function Transforms({ transforms, pending, onChange }: TransformsProps) {
  const t = useT();
  const [kind, setKind] = useState<Kind | null>(null);
  return (
    <>
      {transforms.length > 0 && (
        <ol className={classes['transforms']}>
          {transforms.map((transform, place) => (
            <li key={place}>
              <span>{transformWords(t, transform)}</span>
              <CloseButton
                size="sm"
                aria-label={t('map.removeTransform', { name: transformWords(t, transform) })}
                onClick={() => onChange(transforms.filter((_, other) => other !== place))}
              />
            </li>
          ))}
        </ol>
      )}
      <div className={classes['addTransform']}>
        <Select
          size="xs"
          w={190}
          aria-label={t('map.addTransform')}
          placeholder={t('map.addTransform')}
          data={KINDS.map((each) => ({ value: each, label: t(`map.transform.${each}`) }))}
          value={kind}
          onChange={(chosen) => setKind(isKind(chosen) ? chosen : null)}
        />
        {kind !== null && (
          <TransformForm
            key={kind}
            kind={kind}
            pending={pending}
            onAdd={(transform) => {
              onChange([...transforms, transform]);
              setKind(null);
            }}
          />
        )}
      </div>
    </>
  );
}

function TransformForm({ kind, pending, onAdd }: { kind: Kind; pending: boolean; onAdd: (transform: Transform) => void }) {
  const t = useT();
  const [find, setFind] = useState('');
  const [replacement, setReplacement] = useState('');
  const [separator, setSeparator] = useState(' ');
  const [part, setPart] = useState(1);
  const [format, setFormat] = useState('DD.MM.YYYY');
  const made = ((): Transform | null => {
    switch (kind) {
      case 'trim':
        return { kind: 'trim' };
      case 'upper':
      case 'lower':
      case 'title':
        return { kind: 'case', to: kind };
      case 'replace':
        return find === '' ? null : { kind: 'replace', find, with: replacement };
      case 'extract':
        return separator === '' ? null : { kind: 'extract', separator, part };
      case 'date':
        return format.trim() === '' ? null : { kind: 'date', format: format.trim() };
    }
  })();
  return (
    <form
      className={classes['transformForm']}
      onSubmit={(event) => {
        event.preventDefault();
        if (made !== null) onAdd(made);
      }}
    >
      {kind === 'replace' && (
        <>
          <TextInput size="xs" w={120} label={t('map.find')} value={find} onChange={(event) => setFind(event.currentTarget.value)} />
          <TextInput size="xs" w={120} label={t('map.with')} value={replacement} onChange={(event) => setReplacement(event.currentTarget.value)} />
        </>
      )}
      {kind === 'extract' && (
        <>
          <TextInput size="xs" w={90} label={t('map.separator')} value={separator} onChange={(event) => setSeparator(event.currentTarget.value)} />
          <NumberInput size="xs" w={70} label={t('map.part')} min={1} max={20} value={part} onChange={(value) => setPart(Number(value) || 1)} />
        </>
      )}
      {kind === 'date' && (
        <TextInput size="xs" w={140} label={t('map.format')} value={format} onChange={(event) => setFormat(event.currentTarget.value)} />
      )}
      <Button type="submit" size="xs" variant="default" loading={pending} disabled={made === null}>
        {t('map.add')}
      </Button>
    </form>
  );
}

function transformWords(t: Translate, transform: Transform): string {
  switch (transform.kind) {
    case 'trim':
      return t('map.transform.trim');
    case 'case':
      return t(`map.transform.${transform.to}`);
    case 'replace':
      return t('map.transformReplace', { find: transform.find, with: transform.with ?? '' });
    case 'extract':
      return t('map.transformExtract', { part: transform.part, separator: transform.separator });
    case 'date':
      return t('map.transformDate', { format: transform.format });
  }
}
