import { useState } from 'react';
import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { FieldCatalogue, FieldDifference } from '@/shared/api/types';
import { formatDateTime } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Dialog } from '@/shared/ui/Dialog';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { DifferenceTable } from './DifferenceTable';
import { comparisonQuery, useRestore } from './historyApi';

interface RestoreDialogProps {
  id: string;
  name: string;
  at: string;
  /** This field alone goes back. */
  only?: string | undefined;
  catalogue: FieldCatalogue;
  onClose: () => void;
}

/** What is different now from what it was then, and which of it goes back. */
export function RestoreDialog({ id, name, at, only, catalogue, onClose }: RestoreDialogProps) {
  const t = useT();
  const { slug } = useTenant();
  const found = useQuery(comparisonQuery(slug, id, at, null));
  const changes = found.data?.changes.filter((change) => only === undefined || change.field === only);
  return (
    <Dialog onClose={onClose} title={t('restore.title', { name, when: formatDateTime(at) })} size="lg">
      {found.isPending && <Loading />}
      {found.isError && <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />}
      {changes?.length === 0 && <Text>{t(only === undefined ? 'restore.nothing' : 'restore.fieldSo')}</Text>}
      {changes !== undefined && changes.length > 0 && (
        <Choices id={id} name={name} at={at} only={only} catalogue={catalogue} changes={changes} onClose={onClose} />
      )}
    </Dialog>
  );
}

function Choices({ id, name, at, only, catalogue, changes, onClose }: RestoreDialogProps & { changes: readonly FieldDifference[] }) {
  const t = useT();
  const restore = useRestore(id, name);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const chosen = changes.filter((change) => !left.has(change.field));
  const isWhole = left.size === 0 && only === undefined;
  const toggle = (field: string): void => {
    const next = new Set(left);
    if (!next.delete(field)) next.add(field);
    setLeft(next);
  };
  const run = (): void => {
    const fields = chosen.map((change) => ({ id: change.field, label: change.label }));
    restore.mutate(isWhole ? { at } : { at, fields }, { onSuccess: onClose });
  };
  return (
    <Stack gap="md">
      <Text size="sm">{t(only === undefined ? 'restore.help' : 'restore.fieldHelp')}</Text>
      {only === undefined && (
        <Checkbox
          label={t('restore.all')}
          description={t('restore.wholeHelp')}
          checked={isWhole}
          indeterminate={!isWhole && chosen.length > 0}
          onChange={() => setLeft(isWhole ? new Set(changes.map((change) => change.field)) : new Set())}
        />
      )}
      <DifferenceTable
        caption={t('restore.title', { name, when: formatDateTime(at) })}
        changes={changes}
        catalogue={catalogue}
        before={t('restore.thenValue')}
        after={t('restore.nowValue')}
        {...(only === undefined && {
          mark: (change: FieldDifference) => (
            <Checkbox aria-label={t('restore.pick', { field: change.label })} checked={!left.has(change.field)} onChange={() => toggle(change.field)} />
          ),
        })}
      />
      {restore.isError && <ProblemAlert error={restore.error} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button data-autofocus loading={restore.isPending} disabled={chosen.length === 0} onClick={run}>
          {isWhole ? t('restore.whole') : t('restore.run', { count: chosen.length })}
        </Button>
      </Group>
    </Stack>
  );
}
