import type { DeletedAsset } from '@/shared/api/types';
import type { GridColumn } from '@/shared/grid/types';
import { formatDateTime } from '@/shared/i18n/format';
import type { Translate } from '@/shared/i18n/i18n';
import { RelativeTime } from '@/shared/ui/RelativeTime';

/** What was deleted, when, by whom and why. */
export function deletedColumns(t: Translate, allClients: boolean, typeLabel: (type: string) => string): GridColumn<DeletedAsset>[] {
  const text = (id: string, label: string, width: number, of: (row: DeletedAsset) => string): GridColumn<DeletedAsset> => ({
    id,
    label,
    width,
    render: (row) => <bdi title={of(row)}>{of(row)}</bdi>,
    text: of,
  });
  return [
    { ...text('tag', t('deleted.tag'), 120, (row) => row.tag), pin: 'left', canHide: false },
    text('name', t('deleted.name'), 190, (row) => row.name),
    {
      id: 'deleted_at',
      label: t('deleted.when'),
      width: 120,
      render: (row) => <RelativeTime at={row.deleted_at} />,
      text: (row) => formatDateTime(row.deleted_at),
    },
    text('deleted_by', t('deleted.by'), 150, (row) => row.deleted_by),
    text('reason', t('deleted.why'), 220, (row) => row.reason ?? ''),
    ...(allClients ? [text('client', t('deleted.client'), 150, (row) => row.client)] : []),
    text('type', t('deleted.type'), 130, (row) => typeLabel(row.type)),
    text('serial', t('deleted.serial'), 140, (row) => row.serial ?? ''),
  ];
}
