import { lazy, Suspense, useState } from 'react';
import { FocusTrap, Popover } from '@mantine/core';
import type { FieldDefinition, FilterToken } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { IconAlertOctagon, IconX } from '@/shared/ui/icons';
import classes from './FilterBar.module.css';
import { conditionOf, splitValues } from './filterText';
import type { SuggestValues } from './useFilterSuggestions';

/** Brings inputs and lists that the first page can do without. */
const ConditionEditor = lazy(async () => ({ default: (await import('./ConditionEditor')).ConditionEditor }));

interface FilterTokenPillProps {
  token: FilterToken;
  field: FieldDefinition | undefined;
  suggestValues: SuggestValues;
  onRemove: () => void;
  /** Takes the token back to where it was typed. */
  onRetype: () => void;
  /** Writes the token anew. */
  onChange: (term: string) => void;
  onWalk: (step: -1 | 1) => void;
}

/** One part of the filter. Arrow keys walk, Enter edits, Delete removes. */
export function FilterTokenPill({ token, field, suggestValues, onRemove, onRetype, onChange, onWalk }: FilterTokenPillProps) {
  const t = useT();
  const [editing, setEditing] = useState(false);
  const wrong = token.error !== null;
  const structural = token.kind === 'or' || token.kind === 'open' || token.kind === 'close';
  const condition = field === undefined || wrong || token.kind !== 'comparison' ? null : conditionOf(token);
  const editable = condition !== null && field?.operators.includes(condition.operator) === true;
  return (
    <Popover opened={editing} onChange={setEditing} width={300} position="bottom-start" returnFocus withRoles={false}>
      <Popover.Target>
        <span className={classes['token']} data-error={wrong || undefined} data-structural={structural || undefined}>
          <button
            type="button"
            data-token
            className={classes['tokenText']}
            aria-label={wrong ? t('filter.tokenError', { text: token.text, error: token.error ?? '' }) : t('filter.token', { text: token.text })}
            aria-expanded={editable ? editing : undefined}
            title={wrong ? (token.error ?? undefined) : undefined}
            onClick={() => (structural ? undefined : editable ? setEditing(true) : onRetype())}
            onKeyDown={(event) => {
              if (event.key === 'Delete' || event.key === 'Backspace') onRemove();
              else if (event.key === 'ArrowLeft') onWalk(-1);
              else if (event.key === 'ArrowRight') onWalk(1);
              else return;
              event.preventDefault();
            }}
          >
            {wrong && <IconAlertOctagon size={13} aria-hidden />}
            {structural ? <span>{token.kind === 'or' ? t('filter.or') : token.text}</span> : <TokenWords token={token} field={field} />}
          </button>
          {!structural && (
            <button type="button" tabIndex={-1} className={classes['tokenRemove']} aria-label={t('filter.remove', { text: token.text })} onClick={onRemove}>
              <IconX size={12} aria-hidden />
            </button>
          )}
        </span>
      </Popover.Target>
      {condition !== null && field !== undefined && (
        <Popover.Dropdown role="dialog" aria-label={t('filter.editNamed', { name: field.label })} p={12}>
          <Suspense fallback={null}>
            {/* Inside, because the popover opens before there is anything in it to focus. */}
            <FocusTrap>
              <div>
                <ConditionEditor
                  field={field}
                  initial={condition}
                  suggestValues={suggestValues}
                  onRemove={onRemove}
                  onApply={(term) => {
                    setEditing(false);
                    onChange(term);
                  }}
                />
              </div>
            </FocusTrap>
          </Suspense>
        </Popover.Dropdown>
      )}
    </Popover>
  );
}

function TokenWords({ token, field }: { token: FilterToken; field: FieldDefinition | undefined }) {
  const t = useT();
  if (field === undefined || token.value === null) return <bdi>{token.text}</bdi>;
  const labels = new Map((field.choices ?? []).map((choice) => [choice.value, choice.label]));
  const value = splitValues(token.value)
    .map((part) => (part === '@none' ? t('filter.nothing') : (labels.get(part) ?? part)))
    .join(` ${t('filter.or')} `);
  return (
    <>
      <span className={classes['tokenField']}>
        {token.negated && `${t('filter.not')} `}
        {field.label}
      </span>{' '}
      <span className={classes['tokenOp']}>{token.op}</span> <bdi>{value}</bdi>
    </>
  );
}
