import { useState, type ReactNode } from 'react';
import { Button, Checkbox, Group, Radio, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { catalogueQuery } from '@/shared/api/catalogue';
import type { UndoConflict, UndoPreview, UndoWish } from '@/shared/api/types';
import { changing } from '@/shared/i18n/en/changing';
import { formatNumber } from '@/shared/i18n/format';
import { addMessages, useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Dialog } from '@/shared/ui/Dialog';
import { textOfField } from '@/shared/ui/fieldText';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { ScrollRegion } from '@/shared/ui/ScrollRegion';
import { previewUndo, type Undoable } from './undoApi';
import classes from './UndoDialog.module.css';

addMessages(changing);

interface UndoDialogProps {
  target: Undoable;
  onRun: (wish: UndoWish) => Promise<void>;
  onClose: () => void;
}

type Choice = 'leave' | 'force' | 'pick';
const choiceOf = (text: string): Choice => (text === 'force' || text === 'pick' ? text : 'leave');
const keyOf = (conflict: UndoConflict): string => `${conflict.object_id}:${conflict.field}`;

/** What undoing would restore and what was changed since, and whether that is to be overwritten. */
export function UndoDialog({ target, onRun, onClose }: UndoDialogProps) {
  const t = useT();
  const { slug } = useTenant();
  const preview = useQuery({
    queryKey: ['tenant', slug, 'undo-preview', target.changeSet],
    queryFn: ({ signal }) => previewUndo(target, signal),
    staleTime: 0,
  });
  return (
    <Dialog onClose={onClose} title={t('undo.title', { what: target.what })} size="lg">
      <UndoChoices preview={preview.data} onRun={onRun} onClose={onClose}>
        {preview.isPending && <Loading />}
        {preview.isError && <ProblemAlert error={preview.error} onRetry={() => void preview.refetch()} />}
      </UndoChoices>
    </Dialog>
  );
}

interface UndoChoicesProps extends Omit<UndoDialogProps, 'target'> {
  preview: UndoPreview | undefined;
  /** Shown until the preview is there. */
  children: ReactNode;
}

function UndoChoices({ preview, onRun, onClose, children }: UndoChoicesProps) {
  const t = useT();
  const [choice, setChoice] = useState<Choice>('leave');
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const running = useMutation({ mutationFn: onRun, onSuccess: onClose });
  const forced = (preview?.conflicts ?? []).filter((conflict) => picked.has(keyOf(conflict)));
  const ready = preview !== undefined && preview.objects > 0;
  const wish: UndoWish =
    choice === 'force'
      ? { conflicts: 'force' }
      : { conflicts: 'leave', force: choice === 'pick' ? forced.map(({ object_id, field }) => ({ object_id, field })) : [] };
  const toggle = (key: string): void => {
    const next = new Set(picked);
    if (!next.delete(key)) next.add(key);
    setPicked(next);
  };
  return (
    <Stack gap="md">
      {children}
      {preview !== undefined && <UndoNumbers preview={preview} />}
      {preview !== undefined && preview.changed_since > 0 && (
        <Radio.Group value={choice} onChange={(next) => setChoice(choiceOf(next))} label={t('undo.conflicts', { count: preview.changed_since })}>
          <Stack gap={6} mt={8}>
            <Radio value="leave" label={t('undo.leave')} />
            <Radio value="force" label={t('undo.force')} />
            <Radio value="pick" label={t('undo.pick')} />
          </Stack>
        </Radio.Group>
      )}
      {preview !== undefined && preview.conflicts.length > 0 && <Conflicts preview={preview} picking={choice === 'pick'} picked={picked} onToggle={toggle} />}
      {running.isError && <ProblemAlert error={running.error} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        {/* There from the start, so that the focus need not move to it. */}
        <Button data-autofocus loading={running.isPending} aria-disabled={!ready} data-disabled={!ready} onClick={() => ready && running.mutate(wish)}>
          {preview === undefined ? t('undo.undo') : t('undo.confirm', { count: preview.objects - preview.blocked })}
        </Button>
      </Group>
    </Stack>
  );
}

function UndoNumbers({ preview }: { preview: UndoPreview }) {
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
      {preview.samples.some((sample) => sample.action === 'remove') && <Text size="sm">{t('undo.removes')}</Text>}
      {preview.clients.length > 1 && (
        <Text size="sm" c="dimmed">
          {preview.clients.map((client) => `${client.label} ${formatNumber(client.objects)}`).join(' · ')}
        </Text>
      )}
      {preview.reasons.map((reason) => (
        <Text key={reason.code} size="sm">
          {formatNumber(reason.count)} · {reason.message}
        </Text>
      ))}
    </>
  );
}

interface ConflictsProps {
  preview: UndoPreview;
  picking: boolean;
  picked: ReadonlySet<string>;
  onToggle: (key: string) => void;
}

function Conflicts({ preview, picking, picked, onToggle }: ConflictsProps) {
  const t = useT();
  const { slug } = useTenant();
  const catalogue = useQuery(catalogueQuery(slug));
  const show = (field: string, value: unknown): string => textOfField(catalogue.data, field, value) || t('filter.nothing');
  return (
    <ScrollRegion className={classes['scroll']} label={t('undo.changedSince')}>
      <table className={classes['table']}>
        <caption className="qd-visually-hidden">{t('undo.changedSince')}</caption>
        <thead>
          <tr>
            {picking && <th scope="col">{t('undo.overwrite')}</th>}
            <th scope="col">{t('undo.record')}</th>
            <th scope="col">{t('undo.field')}</th>
            <th scope="col">{t('undo.before')}</th>
            <th scope="col">{t('undo.now')}</th>
          </tr>
        </thead>
        <tbody>
          {preview.conflicts.map((conflict) => (
            <tr key={keyOf(conflict)}>
              {picking && (
                <td>
                  <Checkbox
                    aria-label={t('undo.overwriteNamed', { field: conflict.field_label, name: conflict.label })}
                    checked={picked.has(keyOf(conflict))}
                    onChange={() => onToggle(keyOf(conflict))}
                  />
                </td>
              )}
              <th scope="row">
                <bdi>{conflict.label}</bdi>
              </th>
              <td>{conflict.field_label}</td>
              <td>
                <bdi>{show(conflict.field, conflict.before)}</bdi>
              </td>
              <td>
                <bdi>{show(conflict.field, conflict.now)}</bdi>
                {typeof conflict.at === 'string' && (
                  <Text size="xs" c="dimmed">
                    {conflict.by} · <RelativeTime at={conflict.at} />
                  </Text>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {preview.changed_since > preview.conflicts.length && (
        <Text size="xs" c="dimmed">
          {t('undo.firstConflicts', { count: preview.conflicts.length })}
        </Text>
      )}
    </ScrollRegion>
  );
}
