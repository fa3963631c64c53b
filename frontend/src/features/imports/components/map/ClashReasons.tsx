import type { MappedColumn } from '@/shared/api/importTypes';
import { useT } from '@/shared/i18n/i18n';
import { IconAlertOctagon } from '@/shared/ui/icons';
import { fieldSelectId } from './ColumnRow';
import classes from './Map.module.css';

/** Why there is no way on: each reason takes focus and leads to the column that has to change. */
export function ClashReasons({ clashes }: { clashes: ReadonlyMap<string, MappedColumn[]> }) {
  const t = useT();
  return (
    <>
      {[...clashes].map(([field, claimants]) => (
        <button
          key={field}
          type="button"
          className={classes['reason']}
          onClick={() => document.getElementById(fieldSelectId(claimants.at(-1)?.index ?? 0))?.focus()}
        >
          <IconAlertOctagon size={15} aria-hidden />
          <span>{t('map.clashReason', { columns: claimants.map((column) => `“${column.header}”`).join(', ') })}</span>
        </button>
      ))}
    </>
  );
}
