import type { AssetRow, FieldCatalogue } from '@/shared/api/types';
import { assetTone, StatusBadge } from '@/shared/ui/StatusBadge';
import { plain, titleOf } from '../fieldValue';
import classes from './AssetsWorkspace.module.css';

/** A row on a narrow screen. */
export function AssetCard({ row, catalogue }: { row: AssetRow; catalogue: FieldCatalogue }) {
  const status = plain(row['status']);
  const label = catalogue.statuses.find((item) => item.key === status)?.label ?? status;
  const where = [plain(row['tag']), plain(row['client']), plain(row['assigned_to'])].filter((part) => part !== '').join(' · ');
  return (
    <span className={classes['card']}>
      <span className={classes['cardTop']}>
        <bdi className={`${classes['cardName'] ?? ''} qd-truncate`}>{titleOf(row)}</bdi>
        {status !== '' && <StatusBadge tone={assetTone(status)}>{label}</StatusBadge>}
      </span>
      <span className={classes['cardUnder']}>
        <span className="qd-truncate">{where}</span>
        <span className="qd-truncate">{plain(row['model'])}</span>
      </span>
    </span>
  );
}
