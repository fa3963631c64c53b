import { Text } from '@mantine/core';
import type { Asset, FieldCatalogue } from '@/shared/api/types';
import { formatDate } from '@/shared/i18n/format';
import { useT, type Translate } from '@/shared/i18n/i18n';
import { IconAlertTriangle, IconClock } from '@/shared/ui/icons';
import { fieldsOfType, valueOf } from '../fieldValue';
import classes from './AssetDrawer.module.css';

const DAY_MS = 86_400_000;
const SOON_DAYS = 90;
/** What a person wants to be told of before it comes; other dates are facts of the past. */
const AHEAD = new Set(['warranty_end', 'end_of_life', 'end_of_support', 'lease_end', 'contract_end', 'next_service', 'next_audit', 'support_end']);

interface Milestone {
  id: string;
  label: string;
  date: string;
  days: number;
}

function milestones(asset: Asset, catalogue: FieldCatalogue, today: number): Milestone[] {
  return fieldsOfType(catalogue.fields, asset.type)
    .filter((field) => field.kind === 'date' && AHEAD.has(field.id))
    .flatMap((field) => {
      const value = valueOf(asset, field.id);
      if (typeof value !== 'string' || value === '') return [];
      const days = Math.round((Date.parse(`${value.slice(0, 10)}T00:00:00Z`) - today) / DAY_MS);
      return Number.isNaN(days) ? [] : [{ id: field.id, label: field.label, date: value, days }];
    })
    .sort((a, b) => a.days - b.days);
}

function when(t: Translate, days: number): string {
  if (days === 0) return t('lifecycle.today');
  return days > 0 ? t('lifecycle.in', { count: days }) : t('lifecycle.ago', { count: -days });
}

/** What lies ahead of the asset, and what has just passed: it stands above what has happened. */
export function LifecycleDates({ asset, catalogue }: { asset: Asset; catalogue: FieldCatalogue }) {
  const t = useT();
  const today = Date.parse(`${new Date().toISOString().slice(0, 10)}T00:00:00Z`);
  const found = milestones(asset, catalogue, today);
  if (found.length === 0) return null;
  return (
    <section className={classes['ahead']} aria-label={t('lifecycle.title')}>
      <h3 className={classes['groupTitle']}>{t('lifecycle.title')}</h3>
      <ol className={classes['milestones']}>
        {found.map(({ id, label, date, days }) => (
          <li key={id} className={classes['milestone']} data-tone={days < 0 ? 'passed' : days <= SOON_DAYS ? 'soon' : undefined}>
            {days <= SOON_DAYS ? <IconAlertTriangle size={15} aria-hidden /> : <IconClock size={15} aria-hidden />}
            <span>{label}</span>
            <Text span size="sm" className="qd-nums">
              {formatDate(date)}
            </Text>
            <Text span size="xs">
              {when(t, days)}
            </Text>
          </li>
        ))}
      </ol>
    </section>
  );
}
