import { useState } from 'react';
import { ActionIcon, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ChangeEntry } from '@/shared/api/types';
import { formatDateTime } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconArrowBackUp, IconColumns3, IconDots, IconHistory } from '@/shared/ui/icons';
import { problemTitle } from '@/shared/ui/problemText';
import { changeSetQuery } from '@/shared/undo/undoApi';
import { useUndo } from '@/shared/undo/UndoProvider';
import type { HistoryEntryProps } from './historyTypes';
import { useMoment } from './useMoment';

/** Undo what an entry tells, look at the asset before and after it, or go back to before it. */
export function EntryMenu({ entry, subject, onCompare, onRestore }: HistoryEntryProps) {
  const t = useT();
  const { can } = useTenant();
  const { show } = useMoment();
  const [opened, setOpened] = useState(false);
  const isCreation = entry.operation === 'created';
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-end" width={270}>
      <Menu.Target>
        <ActionIcon size="sm" aria-label={t('timeline.entryActions', { when: formatDateTime(entry.at) })}>
          <IconDots size={15} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {can('assets:write') && opened && <UndoItems entry={entry} assetId={subject.id} />}
        {!isCreation && (
          <Menu.Item leftSection={<IconHistory size={15} aria-hidden />} onClick={() => show(entry.before_at)}>
            {t('timeline.showBefore')}
          </Menu.Item>
        )}
        {entry.operation !== 'deleted' && (
          <>
            <Menu.Item leftSection={<IconHistory size={15} aria-hidden />} onClick={() => show(entry.at)}>
              {t('timeline.showAfter')}
            </Menu.Item>
            <Menu.Item leftSection={<IconColumns3 size={15} aria-hidden />} onClick={() => onCompare(entry.at)}>
              {t('timeline.compareNow')}
            </Menu.Item>
          </>
        )}
        {can('assets:write') && !isCreation && (
          <Menu.Item leftSection={<IconArrowBackUp size={15} aria-hidden />} onClick={() => onRestore(entry.before_at)}>
            {t('timeline.restoreBefore')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function UndoItems({ entry, assetId }: { entry: ChangeEntry; assetId: string }) {
  const t = useT();
  const undo = useUndo();
  const { slug } = useTenant();
  const changeSet = useQuery(changeSetQuery(slug, entry.change_set_id));
  const target = { changeSet: entry.change_set_id, what: entry.reason ?? t('timeline.thisChange', { when: formatDateTime(entry.at) }) };
  const { data } = changeSet;
  const refused = changeSet.isError ? problemTitle(changeSet.error) : (data?.why_not ?? null);
  return (
    <>
      <Menu.Item
        leftSection={<IconArrowBackUp size={15} aria-hidden />}
        disabled={data === undefined || !data.can_undo}
        onClick={() => void undo.undo(target)}
      >
        {data === undefined ? t('timeline.undoUnknown') : t('timeline.undo', { count: data.objects })}
      </Menu.Item>
      {refused !== null && <Menu.Label>{refused}</Menu.Label>}
      {data?.can_undo === true && data.objects > 1 && (
        <Menu.Item
          leftSection={<IconArrowBackUp size={15} aria-hidden />}
          onClick={() => void undo.undo({ ...target, only: assetId })}
        >
          {t('timeline.undoHere')}
        </Menu.Item>
      )}
      <Menu.Divider />
    </>
  );
}
