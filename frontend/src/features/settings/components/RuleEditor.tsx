import { useRef, type KeyboardEvent } from 'react';
import { ActionIcon, Button, Select } from '@mantine/core';
import type { KnownSource, PrecedenceRule } from '@/shared/api/provenance';
import { useT } from '@/shared/i18n/i18n';
import { IconArrowDown, IconArrowUp, IconX } from '@/shared/ui/icons';
import { entryName } from '@/shared/ui/sourceName';
import classes from './Precedence.module.css';

const KINDS = ['person', 'agent', 'connector', 'api', 'file'];

interface RuleEditorProps {
  target: string;
  title: string;
  help?: string;
  rule: PrecedenceRule;
  state: 'default' | 'inherited' | 'own';
  sources: readonly KnownSource[];
  onChange: (rule: PrecedenceRule) => void;
  onReset: () => void;
}

/** One rule: what decides, and the order of sources by buttons or Alt and the arrow keys. */
export function RuleEditor({ target, title, help, rule, state, sources, onChange, onReset }: RuleEditorProps) {
  const t = useT();
  const list = useRef<HTMLOListElement>(null);
  const write = (change: Partial<PrecedenceRule>): void => onChange({ ...rule, target, ...change });
  const move = (place: number, step: number, button: string): void => {
    const order = [...rule.sources];
    const [moved] = order.splice(place, 1);
    if (moved === undefined) return;
    order.splice(place + step, 0, moved);
    write({ sources: order });
    // The row has moved in the document, and the focus would stay behind.
    requestAnimationFrame(() => list.current?.children[place + step]?.querySelector<HTMLElement>(`[data-button="${button}"]`)?.focus());
  };
  const options = [...new Set([...KINDS, ...sources.map((source) => source.key)])].filter((entry) => !rule.sources.includes(entry));
  return (
    <section className={classes['rule']} aria-label={title}>
      <div className={classes['ruleHead']}>
        <div className={classes['ruleName']}>
          <h4 className={classes['ruleTitle']}>{title}</h4>
          {help !== undefined && <p className={classes['help']}>{help}</p>}
        </div>
        <span className={classes['state']}>
          {state === 'own' ? t('precedence.isOwn') : state === 'inherited' ? t('precedence.isInherited') : t('precedence.isDefault')}
        </span>
        {state === 'own' && (
          <Button size="compact-sm" variant="subtle" aria-label={t('precedence.resetOf', { target: title })} onClick={onReset}>
            {t('precedence.reset')}
          </Button>
        )}
      </div>
      <Select
        className={classes['scope'] ?? ''}
        aria-label={t('precedence.modeOf', { target: title })}
        allowDeselect={false}
        value={rule.mode}
        data={[
          { value: 'newest', label: t('precedence.mode.newest') },
          { value: 'source', label: t('precedence.mode.source') },
        ]}
        onChange={(mode) => write({ mode: mode === 'source' ? 'source' : 'newest' })}
      />
      {rule.mode === 'source' && (
        <ol ref={list} className={classes['order']}>
          {rule.sources.map((source, place) => (
            <SourceRow
              key={source}
              name={entryName(source)}
              isFirst={place === 0}
              isLast={place === rule.sources.length - 1}
              onMove={(step, button) => move(place, step, button)}
              onRemove={() => write({ sources: rule.sources.filter((each) => each !== source) })}
            />
          ))}
        </ol>
      )}
      {rule.mode === 'source' && (
        <div className={classes['adding']}>
          <Select
            size="xs"
            searchable
            aria-label={t('precedence.addSourceTo', { target: title })}
            placeholder={t('precedence.addSource')}
            data={options.map((entry) => ({ value: entry, label: entryName(entry) }))}
            value={null}
            onChange={(entry) => {
              if (entry !== null) write({ sources: [...rule.sources, entry] });
            }}
          />
          <span className={classes['help']}>{t('precedence.rest')}</span>
        </div>
      )}
    </section>
  );
}

interface SourceRowProps {
  name: string;
  isFirst: boolean;
  isLast: boolean;
  onMove: (step: number, button: string) => void;
  onRemove: () => void;
}

function SourceRow({ name, isFirst, isLast, onMove, onRemove }: SourceRowProps) {
  const t = useT();
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>): void => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    const step = event.key === 'ArrowUp' ? -1 : 1;
    if ((step === -1 && isFirst) || (step === 1 && isLast)) return;
    onMove(step, event.currentTarget.dataset['button'] ?? 'up');
  };
  return (
    <li className={classes['source']}>
      <bdi className={classes['sourceName']}>{name}</bdi>
      <ActionIcon
        size="sm"
        data-button="up"
        aria-label={t('precedence.up', { source: name })}
        aria-disabled={isFirst}
        onKeyDown={onKeyDown}
        onClick={() => {
          if (!isFirst) onMove(-1, 'up');
        }}
      >
        <IconArrowUp size={15} opacity={isFirst ? 0.35 : 1} />
      </ActionIcon>
      <ActionIcon
        size="sm"
        data-button="down"
        aria-label={t('precedence.down', { source: name })}
        aria-disabled={isLast}
        onKeyDown={onKeyDown}
        onClick={() => {
          if (!isLast) onMove(1, 'down');
        }}
      >
        <IconArrowDown size={15} opacity={isLast ? 0.35 : 1} />
      </ActionIcon>
      <ActionIcon size="sm" aria-label={t('precedence.removeSource', { source: name })} onClick={onRemove}>
        <IconX size={15} />
      </ActionIcon>
    </li>
  );
}
