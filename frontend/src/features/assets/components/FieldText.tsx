import type { FieldCatalogue, FieldDefinition } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { IconAlertTriangle } from '@/shared/ui/icons';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { assetTone, StatusBadge } from '@/shared/ui/StatusBadge';
import { hasPassed, isMono, plain, textOf } from '../fieldValue';
import classes from './FieldText.module.css';

interface FieldTextProps {
  field: FieldDefinition;
  value: unknown;
  catalogue: FieldCatalogue;
}

/** One value, drawn the same in grid, drawer and history. */
export function FieldText({ field, value, catalogue }: FieldTextProps) {
  const t = useT();
  if (field.kind === 'datetime' && typeof value === 'string' && value !== '') return <RelativeTime at={value} />;
  const text = textOf(field, value, catalogue);
  if (text === '') return <span className={classes['empty']}>—</span>;
  if (field.id === 'status') return <StatusBadge tone={assetTone(plain(value))}>{text}</StatusBadge>;
  const color = field.choices?.find((choice) => choice.value === value)?.color;
  if (color != null) {
    return (
      <StatusBadge tone={color} plain>
        <bdi>{text}</bdi>
      </StatusBadge>
    );
  }
  if (hasPassed(field, value)) {
    return (
      <span className={classes['passed']} title={t('assets.passed', { date: text })}>
        <IconAlertTriangle size={13} aria-label={t('assets.expired')} />
        {text}
      </span>
    );
  }
  // `bdi` keeps right-to-left names from turning their neighbours round.
  return <bdi className={isMono(field) ? 'qd-mono' : undefined}>{text}</bdi>;
}
