import { useState, type Ref } from 'react';
import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Link } from 'react-router';
import type { ReviewItem } from '@/shared/api/types';
import type { GridHandle } from '@/shared/grid/gridProps';
import { idsOf, NO_SELECTION } from '@/shared/grid/selection';
import { useGridLayoutPreference } from '@/shared/grid/useGridLayoutPreference';
import type { GridColumn } from '@/shared/grid/types';
import type { GridRows } from '@/shared/grid/useGridRows';
import { WorkspaceGrid } from '@/shared/grid/WorkspaceGrid';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Failure } from '@/shared/ui/Failure';
import { Blank } from '@/shared/ui/Blank';
import { IconCheck, IconHistory } from '@/shared/ui/icons';
import type { ListAddress } from '@/shared/views/useListAddress';
import type { ReviewAction } from '../api/reviewMutations';
import { ReviewCard } from '../reviewColumns';
import type { useDeciding } from '../useDeciding';
import type { ReviewAddress } from '../useReviewAddress';

interface ReviewGridProps {
  gridRef: Ref<GridHandle>;
  list: ListAddress;
  columns: readonly GridColumn<ReviewItem>[];
  rows: GridRows<ReviewItem>;
  address: ReviewAddress;
  /** Null for whoever may only look. */
  deciding: ReturnType<typeof useDeciding> | null;
}

export function ReviewGrid({ gridRef, list, columns, rows, address, deciding }: ReviewGridProps) {
  const t = useT();
  const narrow = useMediaQuery('(max-width: 767px)', false, { getInitialValueInEffect: false });
  const decided = address.scope.state === 'decided';
  const { layout, change } = useGridLayoutPreference(list.module, columns, list.base);
  const [selection, setSelection] = useState(NO_SELECTION);
  const isSelectable = deciding !== null && !decided;
  const decide = (action: ReviewAction): void => {
    deciding?.decideChosen(action, [...idsOf(selection)]);
    setSelection(NO_SELECTION);
  };
  return (
    <WorkspaceGrid
      ref={gridRef}
      label={t('reviews.title')}
      rows={rows}
      columns={columns}
      view={{ ...layout, sort: [] }}
      onViewChange={(next) => {
        if (next.columns !== layout.columns || next.density !== layout.density) change({ columns: [...next.columns], density: next.density });
      }}
      rowLabel={(row) => row.label}
      {...(isSelectable ? { selection, onSelectionChange: setSelection } : {})}
      selectionActions={(['merge', 'create', 'skip'] as const).map((action) => (
        <Button key={action} size="compact-sm" variant="subtle" disabled={deciding?.isBusy === true} onClick={() => decide(action)}>
          {{ merge: t('reviews.chosenMerge'), create: t('reviews.chosenCreate'), skip: t('reviews.chosenSkip') }[action]}
        </Button>
      ))}
      openId={address.open}
      onOpen={(row) => address.set({ open: row.id })}
      card={narrow ? (row) => <ReviewCard row={row} /> : undefined}
      empty={<NothingHere address={address} decided={decided} />}
      failure={(error, retry) => <Failure of="list" error={error} onRetry={retry} />}
    />
  );
}

function NothingHere({ address, decided }: { address: ReviewAddress; decided: boolean }) {
  const t = useT();
  const { to } = useTenant();
  if (address.isFiltered) {
    return (
      <Blank
        icon={<IconCheck size={22} />}
        title={decided ? t('reviews.noneDecided') : t('reviews.noneOfKind')}
        actions={<Button onClick={() => address.set({ doubt: null, job: null, open: null })}>{t('reviews.showAll')}</Button>}
      />
    );
  }
  if (decided) {
    return (
      <Blank icon={<IconHistory size={22} />} title={t('reviews.noneDecided')}>
        {t('reviews.noneDecidedHelp')}
      </Blank>
    );
  }
  return (
    <Blank
      icon={<IconCheck size={22} />}
      title={t('reviews.none')}
      actions={
        <Button component={Link} to={to('/imports/new')} variant="default">
          {t('reviews.import')}
        </Button>
      }
    >
      {t('reviews.noneHelp')}
    </Blank>
  );
}
