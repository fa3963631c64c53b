import type { FieldDefinition, FilterToken } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { IconAlertOctagon, IconX } from '@/shared/ui/icons';
import classes from './FilterBar.module.css';

interface FilterTokenPillProps {
  token: FilterToken;
  field: FieldDefinition | undefined;
  onRemove: () => void;
  onEdit: () => void;
  onWalk: (step: -1 | 1) => void;
}

/** One part of the filter. Arrow keys walk, Enter edits, Delete removes. */
export function FilterTokenPill({ token, field, onRemove, onEdit, onWalk }: FilterTokenPillProps) {
  const t = useT();
  const wrong = token.error !== null;
  const structural = token.kind === 'or' || token.kind === 'open' || token.kind === 'close';
  return (
    <span className={classes['token']} data-error={wrong || undefined} data-structural={structural || undefined}>
      <button
        type="button"
        data-token
        className={classes['tokenText']}
        aria-label={wrong ? t('filter.tokenError', { text: token.text, error: token.error ?? '' }) : t('filter.token', { text: token.text })}
        title={wrong ? (token.error ?? undefined) : undefined}
        onClick={onEdit}
        onKeyDown={(event) => {
          if (event.key === 'Delete' || event.key === 'Backspace') onRemove();
          else if (event.key === 'ArrowLeft') onWalk(-1);
          else if (event.key === 'ArrowRight') onWalk(1);
          else return;
          event.preventDefault();
        }}
      >
        {wrong && <IconAlertOctagon size={13} aria-hidden />}
        {structural ? <span>{token.text}</span> : <TokenWords token={token} field={field} />}
      </button>
      {!structural && (
        <button type="button" tabIndex={-1} className={classes['tokenRemove']} aria-label={t('filter.remove', { text: token.text })} onClick={onRemove}>
          <IconX size={12} aria-hidden />
        </button>
      )}
    </span>
  );
}

function TokenWords({ token, field }: { token: FilterToken; field: FieldDefinition | undefined }) {
  const t = useT();
  if (field === undefined || token.value === null) return <bdi>{token.text}</bdi>;
  const labels = new Map((field.choices ?? []).map((choice) => [choice.value, choice.label]));
  const value = token.value
    .replace(/^\((.*)\)$/, '$1')
    .split(',')
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
