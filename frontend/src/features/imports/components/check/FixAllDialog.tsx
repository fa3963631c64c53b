import { useState } from 'react';
import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '@/shared/api/client';
import type { FixWrite } from '@/shared/api/importTypes';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Dialog } from '@/shared/ui/Dialog';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';

export type FixAll =
  | { kind: 'alike'; column: number; header: string; from: string; to: string; code: string }
  | { kind: 'exclude'; code: string; label: string };

interface FixAllDialogProps {
  recordId: string;
  asked: FixAll;
  pending: boolean;
  onFix: (body: FixWrite, onDone?: () => void) => void;
  onClose: () => void;
}

/** Says how many rows will change before they do. */
export function FixAllDialog({ recordId, asked, pending, onFix, onClose }: FixAllDialogProps) {
  const t = useT();
  const { slug } = useTenant();
  const [to, setTo] = useState(asked.kind === 'alike' ? asked.to : '');
  const fixTo = (value: string): FixWrite =>
    asked.kind === 'alike'
      ? { kind: 'alike', column: asked.column, from: asked.from, to: value, code: asked.code }
      : { kind: 'exclude', code: asked.code };
  const scope = fixTo(asked.kind === 'alike' ? asked.to : '');
  const preview = useQuery({
    // Apart from what is read about the import: the fix itself must not ask for its own preview again.
    queryKey: ['tenant', slug, 'import-fix-preview', recordId, scope],
    queryFn: ({ signal }) => unwrap(api.POST('/imports/{id}/fixes', { params: { path: { id: recordId } }, body: { ...scope, preview: true }, signal })),
    staleTime: 0,
  });
  const count = preview.data?.rows;
  const title = asked.kind === 'alike' ? t('check.fixTitle', { header: asked.header }) : t('check.excludeTitle');
  return (
    <Dialog onClose={onClose} title={title} size="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onFix(fixTo(to), onClose);
        }}
      >
        <Stack gap="md">
          {preview.isError && <ProblemAlert error={preview.error} onRetry={() => void preview.refetch()} />}
          {asked.kind === 'alike' ? (
            <TextInput
              data-autofocus
              label={t('check.fixTo', { value: asked.from })}
              value={to}
              onChange={(event) => setTo(event.currentTarget.value)}
            />
          ) : (
            <Text size="sm">{t('check.excludeHelp', { label: asked.label })}</Text>
          )}
          <Text size="sm" c="dimmed" role="status">
            {count === undefined ? t('common.loading') : t('check.willChange', { count })}
          </Text>
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={pending} disabled={count === undefined || count === 0}>
              {asked.kind === 'alike' ? t('check.fixRows', { count: count ?? 0 }) : t('check.excludeRows', { count: count ?? 0 })}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
