import { useState, type ReactNode } from 'react';
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { UndoPreview, UndoWish } from '@/shared/api/types';
import { ConflictChoice, type Choice } from '@/shared/conflicts/ConflictChoice';
import { changing } from '@/shared/i18n/en/changing';
import { formatDateTime, formatNumber } from '@/shared/i18n/format';
import { addMessages, useT, type Translate } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { ClientCounts } from '@/shared/ui/ClientCounts';
import { Dialog } from '@/shared/ui/Dialog';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { previewUndo, type Undoable } from './undoApi';
import { forcedOf, UndoConflicts, type Picked } from './UndoConflicts';
import classes from './UndoDialog.module.css';
import { UndoSamples } from './UndoSamples';

addMessages(changing);

interface UndoDialogProps {
  target: Undoable;
  onRun: (wish: UndoWish) => Promise<void>;
  onClose: () => void;
  /** Look at undoing another one instead. */
  onInstead: (target: Undoable) => void;
}

/** What undoing would restore and what was changed since, and whether that is to be overwritten. */
export function UndoDialog({ target, onRun, onClose, onInstead }: UndoDialogProps) {
  const t = useT();
  const { slug } = useTenant();
  const preview = useQuery({
    queryKey: ['tenant', slug, 'undo-preview', target.changeSet, target.only],
    queryFn: ({ signal }) => previewUndo(target, signal),
    staleTime: 0,
  });
  return (
    <Dialog onClose={onClose} title={t(target.again === true ? 'undo.againTitle' : 'undo.title', { what: target.what })} size="lg">
      <UndoChoices target={target} preview={preview.data} isRefused={preview.isError} onRun={onRun} onClose={onClose} onInstead={onInstead}>
        {preview.isPending && <Loading />}
        {preview.isError && <ProblemAlert error={preview.error} onRetry={() => void preview.refetch()} />}
      </UndoChoices>
    </Dialog>
  );
}

interface UndoChoicesProps extends UndoDialogProps {
  preview: UndoPreview | undefined;
  isRefused: boolean;
  /** Shown until the preview is there. */
  children: ReactNode;
}

function UndoChoices({ target, preview, isRefused, onRun, onClose, onInstead, children }: UndoChoicesProps) {
  const t = useT();
  const [choice, setChoice] = useState<Choice>('leave');
  const [picked, setPicked] = useState<Picked>(new Set());
  const together = preview !== undefined && preview.later.length > 0;
  const running = useMutation({ mutationFn: onRun, onSuccess: onClose });
  const nothing = isRefused || preview?.can_undo === false;
  const verb = t(target.again === true ? 'undo.redo' : 'undo.undo');
  const label = preview === undefined ? verb : labelOf(t, target, preview, together ? 'force' : choice, picked);
  const ready = preview !== undefined && label !== null;
  return (
    <Stack gap="md">
      {children}
      {preview !== undefined && <UndoNumbers preview={preview} nothing={nothing} />}
      {preview !== undefined && <UndoneFirst later={preview.later} onInstead={onInstead} />}
      {preview !== undefined && preview.changed_since > 0 && !together && (
        <>
          <ConflictChoice label={t('undo.conflicts', { count: preview.changed_since })} pickLabel={t('undo.pick')} choice={choice} onChoice={setChoice} />
          <UndoConflicts target={target} first={preview.conflicts} picked={choice === 'pick' ? picked : null} onPick={setPicked} />
        </>
      )}
      {running.isError && <ProblemAlert error={running.error} />}
      <Group justify="flex-end" gap="sm">
        {preview !== undefined && !nothing && label === null && (
          <Text size="sm" c="dimmed" role="status" mr="auto">
            {t('undo.allChanged')}
          </Text>
        )}
        <Button variant="default" onClick={onClose} {...(nothing ? { 'data-autofocus': true } : {})}>
          {t(nothing ? 'common.close' : 'common.cancel')}
        </Button>
        {/* There from the start, so that the focus need not move to it. */}
        {!nothing && (
          <Button
            data-autofocus
            loading={running.isPending}
            aria-disabled={!ready}
            data-disabled={!ready}
            onClick={() => ready && running.mutate(wishOf(together ? 'force' : choice, picked))}
          >
            {together ? t('undo.together', { count: preview.later.length + 1 }) : (label ?? verb)}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

function wishOf(choice: Choice, picked: Picked): UndoWish {
  if (choice === 'force') return { conflicts: 'force' };
  return { conflicts: 'leave', force: choice === 'pick' ? [...picked].map(forcedOf) : [] };
}

/** How many records it would write; null when none, because all were changed since and are left. */
function labelOf(t: Translate, target: Undoable, preview: UndoPreview, choice: Choice, picked: Picked): string | null {
  const chosen = choice === 'pick' ? new Set([...picked].map((key) => forcedOf(key).object_id)).size : 0;
  const all = preview.restorable + preview.changed_since;
  // A record of which some fields go back and others are overwritten is one record.
  const count = choice === 'force' ? all : Math.min(all, Math.max(preview.restores, preview.restorable + chosen));
  return count === 0 ? null : t(target.again === true ? 'undo.confirmAgain' : 'undo.confirm', { count });
}

/** What was done with the same records later stands in the way: it goes first, by itself or by the same press. */
function UndoneFirst({ later, onInstead }: { later: UndoPreview['later']; onInstead: (target: Undoable) => void }) {
  const t = useT();
  return later.map(({ change_set_id: changeSet, at, by, reason }) => {
    const what = reason ?? t('undo.change');
    return (
      <Alert key={changeSet} color="yellow" title={t('undo.later', { what })}>
        <Stack gap="xs" align="flex-start">
          <Text size="sm">{t('undo.laterBy', { by, at: formatDateTime(at) })}</Text>
          <Button size="compact-sm" variant="default" onClick={() => onInstead({ changeSet, what })}>
            {t('undo.laterAlone')}
          </Button>
        </Stack>
      </Alert>
    );
  });
}

interface UndoNumbersProps {
  preview: UndoPreview;
  /** There is nothing to be brought back. */
  nothing: boolean;
}

function UndoNumbers({ preview, nothing }: UndoNumbersProps) {
  const t = useT();
  const numbers = [
    ['undo.restorable', preview.restorable],
    ['undo.changedSince', preview.changed_since],
    ['undo.already', preview.already],
    ['undo.blocked', preview.blocked],
    ['undo.hidden', preview.hidden],
  ] as const;
  return (
    <>
      {nothing && <Text role="status">{preview.why_not}</Text>}
      <dl className={classes['numbers']}>
        {numbers.map(
          ([key, count], place) =>
            (count > 0 || place === 0) && (
              <div key={key}>
                <dt>{t(key)}</dt>
                <dd className="qd-nums">{formatNumber(count)}</dd>
              </div>
            ),
        )}
      </dl>
      {!nothing && preview.samples.some((sample) => sample.action === 'remove') && <Text size="sm">{t('undo.removes')}</Text>}
      <ClientCounts clients={preview.clients.map((client) => ({ name: client.label, count: client.objects }))} />
      {preview.reasons.map((reason) => (
        <Text key={reason.code} size="sm">
          {formatNumber(reason.count)} · {reason.message}
        </Text>
      ))}
      {!nothing && <UndoSamples samples={preview.samples} />}
    </>
  );
}
