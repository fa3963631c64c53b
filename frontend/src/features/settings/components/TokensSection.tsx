import { useState } from 'react';
import { Alert, Button, CopyButton, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ApiToken } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog';
import { IconKey, IconPlus } from '@/shared/ui/icons';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { RecordDialog } from '@/shared/ui/RecordDialog';
import { textIn, textsIn } from '@/shared/ui/recordValues';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { TableHead } from '@/shared/ui/TableHead';
import { tokensQuery, useTokenWrites } from '../api/settingsQueries';
import classes from './Settings.module.css';

export function TokensSection() {
  const t = useT();
  const { slug, context } = useTenant();
  const tokens = useQuery(tokensQuery(slug));
  const { create } = useTokenWrites(slug);
  const [creating, setCreating] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const [doomed, setDoomed] = useState<ApiToken | null>(null);

  if (tokens.isPending) return <Loading />;
  if (tokens.isError) return <ProblemAlert error={tokens.error} onRetry={() => void tokens.refetch()} />;
  return (
    <>
      <div className={classes['bar']}>
        <span>{t('tokens.intro')}</span>
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating(true)}>
          {t('tokens.add')}
        </Button>
      </div>
      {secret !== null && <NewSecret secret={secret} onDone={() => setSecret(null)} />}
      <TokenTable tokens={tokens.data} onRevoke={setDoomed} />
      {creating && (
        <RecordDialog
          title={t('tokens.add')}
          submitLabel={t('tokens.create')}
          fields={[
            { id: 'name', label: t('tokens.name'), kind: 'text', required: true, description: t('tokens.nameHelp') },
            {
              id: 'scopes',
              label: t('tokens.scopes'),
              kind: 'choices',
              choices: context.permissions.map((item) => ({ value: item, label: item })),
              description: t('tokens.scopesHelp'),
            },
            { id: 'expires_at', label: t('tokens.expires'), kind: 'date' },
          ]}
          initial={{ name: '', scopes: [], expires_at: '' }}
          error={create.error}
          pending={create.isPending}
          onClose={() => setCreating(false)}
          onSubmit={(values) => {
            const expires = textIn(values, 'expires_at');
            const body = { name: textIn(values, 'name'), scopes: textsIn(values, 'scopes'), expires_at: expires === '' ? null : `${expires}T23:59:59Z` };
            create.mutate(body, {
              onSuccess: (token) => {
                setCreating(false);
                setSecret(token.token);
              },
            });
          }}
        />
      )}
      {doomed !== null && <RevokeDialog token={doomed} onClose={() => setDoomed(null)} />}
    </>
  );
}

function NewSecret({ secret, onDone }: { secret: string; onDone: () => void }) {
  const t = useT();
  return (
    <Alert color="green" mb="md" role="status" icon={<IconKey size={18} aria-hidden />} title={t('tokens.once')}>
      <code className={classes['secret']}>{secret}</code>
      <Group mt="sm" gap="sm">
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button size="compact-sm" onClick={copy}>
              {copied ? t('common.copied') : t('tokens.copy')}
            </Button>
          )}
        </CopyButton>
        <Button size="compact-sm" variant="subtle" onClick={onDone}>
          {t('tokens.stored')}
        </Button>
      </Group>
    </Alert>
  );
}

function TokenTable({ tokens, onRevoke }: { tokens: readonly ApiToken[]; onRevoke: (token: ApiToken) => void }) {
  const t = useT();
  if (tokens.length === 0) return <p>{t('tokens.none')}</p>;
  return (
    <div className={classes['tableWrap']}>
      <table className={classes['table']}>
        <TableHead columns={[t('tokens.name'), t('tokens.owner'), t('tokens.scopes'), t('tokens.expires'), t('tokens.lastUsed')]} />
        <tbody>
          {tokens.map((token) => (
            <tr key={token.id}>
              <td>
                <bdi>{token.name}</bdi>
              </td>
              <td>
                <bdi>{token.owner.name}</bdi>
              </td>
              <td>{token.scopes.join(', ')}</td>
              <td>{token.expires_at === null ? t('tokens.never') : <RelativeTime at={token.expires_at} />}</td>
              <td>{token.last_used_at === null ? t('tokens.unused') : <RelativeTime at={token.last_used_at} />}</td>
              <td>
                <Button size="compact-sm" variant="subtle" color="red" aria-label={t('tokens.revokeNamed', { name: token.name })} onClick={() => onRevoke(token)}>
                  {t('tokens.revoke')}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RevokeDialog({ token, onClose }: { token: ApiToken; onClose: () => void }) {
  const t = useT();
  const { slug } = useTenant();
  const { revoke } = useTokenWrites(slug);
  return (
    <ConfirmDialog
      opened
      title={t('tokens.revokeNamed', { name: token.name })}
      confirm={t('tokens.revoke')}
      pending={revoke.isPending}
      error={revoke.error}
      onClose={onClose}
      onConfirm={() => revoke.mutate(token.id, { onSuccess: onClose })}
    >
      {t('tokens.revokeHelp')}
    </ConfirmDialog>
  );
}
