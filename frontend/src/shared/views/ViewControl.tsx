import { lazy, Suspense, useState } from 'react';
import { notifications } from '@mantine/notifications';
import type { View, ViewList } from '@/shared/api/types';
import type { ColumnState, Density } from '@/shared/grid/types';
import { useT } from '@/shared/i18n/i18n';
import { problemTitle } from '@/shared/ui/problemText';
import type { ViewWishes } from './ViewDialog';
import { ViewMenu, type ViewDeed } from './ViewMenu';
import { usePinnedViews, useViewWrites } from './viewQueries';

const ViewDialog = lazy(async () => ({ default: (await import('./ViewDialog')).ViewDialog }));
const ManageViews = lazy(async () => ({ default: (await import('./ManageViews')).ManageViews }));

/** What a view keeps of what is on screen. */
export interface ViewContent {
  filter: string;
  sort: string;
  columns: ColumnState[];
  density: Density;
}

interface ViewControlProps {
  module: string;
  views: ViewList;
  active: View | null;
  builtIn: string;
  modified: boolean;
  content: ViewContent;
  opened: boolean;
  onOpened: (opened: boolean) => void;
  onOpen: (id: string | null) => void;
  /** What else can be done with the view's list. */
  deeds?: readonly ViewDeed[];
  /** Lets go of what differs from the view. */
  onReset: () => void;
}

/** The views of one list: switching, saving, sharing, and looking after them. */
export function ViewControl({ module, views, active, builtIn, modified, content, opened, onOpened, onOpen, deeds = [], onReset }: ViewControlProps) {
  const t = useT();
  const [dialog, setDialog] = useState<'save-as' | 'manage' | null>(null);
  const writes = useViewWrites();
  const { setPinned } = usePinnedViews(module);

  const save = (): void => {
    if (active === null) return;
    writes.update.mutate(
      { view: active, change: content },
      {
        onSuccess: () => {
          onReset();
          notifications.show({ message: t('views.saved', { name: active.name }) });
        },
        onError: (error) => notifications.show({ color: 'red', title: t('views.notSaved'), message: problemTitle(error) }),
      },
    );
  };
  const create = ({ pinned, opensFirst, ...wishes }: ViewWishes): void =>
    writes.create.mutate(
      { module, ...content, ...wishes },
      {
        onSuccess: (view) => {
          setDialog(null);
          onReset();
          onOpen(view.id);
          if (pinned) setPinned(view.id, true);
          if (opensFirst) writes.choose.mutate({ id: view.id, audience: { audience: 'me' } });
          notifications.show({ message: t('views.saved', { name: view.name }) });
        },
      },
    );
  return (
    <>
      <ViewMenu
        views={views}
        active={active}
        builtIn={builtIn}
        modified={modified}
        saving={writes.update.isPending}
        opened={opened}
        onOpened={onOpened}
        onOpen={onOpen}
        onSave={save}
        onSaveAs={() => {
          writes.create.reset();
          setDialog('save-as');
        }}
        deeds={deeds}
        onReset={onReset}
        onManage={() => setDialog('manage')}
      />
      <Suspense fallback={null}>
        {dialog === 'save-as' && (
          <ViewDialog
            view={null}
            module={module}
            initial={{ name: '', sharing: 'private', client_id: null, pinned: false, opensFirst: false }}
            error={writes.create.error}
            pending={writes.create.isPending}
            onSubmit={create}
            onClose={() => setDialog(null)}
          />
        )}
        {dialog === 'manage' && (
          <ManageViews
            module={module}
            views={views}
            onClose={() => setDialog(null)}
            onDeleted={(view) => {
              if (view.id === active?.id) onOpen(null);
            }}
          />
        )}
      </Suspense>
    </>
  );
}
