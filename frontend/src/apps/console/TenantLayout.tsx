import { useLayoutEffect } from 'react';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, Navigate, useLocation, useParams } from 'react-router';
import { ActionsProvider } from '@/shared/actions/registry';
import { setApiTenant } from '@/shared/api/client';
import type { SessionInfo } from '@/shared/api/types';
import { MergeProvider } from '@/shared/merging/MergeProvider';
import { UndoProvider } from '@/shared/undo/UndoProvider';
import { useT } from '@/shared/i18n/i18n';
import { useSession, useSignOut } from '@/shared/session/session';
import { tenantContextQuery, TenantScopeProvider } from '@/shared/session/tenant';
import { Blank } from '@/shared/ui/Blank';
import { IconFileAlert, IconLock } from '@/shared/ui/icons';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { Shell } from './shell/Shell';

/** Everything inside one tenant: who, where and what is allowed are known before the first page draws. */
export function TenantLayout() {
  const session = useSession();
  const location = useLocation();
  const { tenant = '', client = 'all' } = useParams();
  if (session.isPending) return <Loading />;
  if (session.isError) return <ProblemAlert error={session.error} onRetry={() => void session.refetch()} />;
  if (session.data === null) {
    const next = encodeURIComponent(location.pathname + location.search);
    return <Navigate to={`/login?next=${next}`} replace />;
  }
  return <TenantGate key={tenant} session={session.data} tenant={tenant} clientSegment={client} />;
}

/** Asked for one client, all would be an answer to another question; the same page over all of them is one step away. */
function NoSuchClient({ tenant, client }: { tenant: string; client: string }) {
  const t = useT();
  const { pathname, search } = useLocation();
  const within = pathname.split('/').slice(4).join('/');
  return (
    <main>
      <Blank
        role="alert"
        icon={<IconFileAlert size={22} />}
        title={t('client.unknown', { client })}
        actions={
          <Button component={Link} to={`/t/${tenant}/all/${within || 'assets'}${search}`}>
            {t('client.lookInAll')}
          </Button>
        }
      >
        {t('client.unknownHelp')}
      </Blank>
    </main>
  );
}

interface TenantGateProps {
  session: SessionInfo;
  tenant: string;
  clientSegment: string;
}

function TenantGate({ session, tenant, clientSegment }: TenantGateProps) {
  const t = useT();
  // A layout effect, so the header is in place before any page below starts to ask.
  useLayoutEffect(() => {
    setApiTenant(tenant);
    return () => setApiTenant(null);
  }, [tenant]);
  const context = useQuery(tenantContextQuery(tenant));
  const signOut = useSignOut();

  if (context.isPending) return <Loading />;
  if (context.isError) {
    return (
      <main>
        <Blank
          role="alert"
          icon={<IconLock size={22} />}
          title={t('tenant.closed')}
          actions={
            <>
              <Button component={Link} to="/" variant="default">
                {t('tenant.another')}
              </Button>
              <Button variant="subtle" onClick={() => void signOut()}>
                {t('account.signOut')}
              </Button>
            </>
          }
        >
          <ProblemAlert error={context.error} onRetry={() => void context.refetch()} />
        </Blank>
      </main>
    );
  }
  const knownClient = clientSegment === 'all' || context.data.clients.some((item) => item.slug === clientSegment);
  if (!knownClient) return <NoSuchClient tenant={tenant} client={clientSegment} />;
  return (
    <TenantScopeProvider context={context.data} clientSegment={clientSegment}>
      <ActionsProvider>
        <UndoProvider>
          <MergeProvider>
            <Shell session={session} />
          </MergeProvider>
        </UndoProvider>
      </ActionsProvider>
    </TenantScopeProvider>
  );
}
