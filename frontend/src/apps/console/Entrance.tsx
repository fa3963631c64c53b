import { lazy, Suspense } from 'react';
import { Navigate, useLocation } from 'react-router';
import { useSession } from '@/shared/session/session';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';

const TenantChooser = lazy(async () => ({
  default: (await import('@/features/auth/components/TenantChooser')).TenantChooser,
}));

/** The address without a tenant: straight in when there is one, a choice when there are several. */
export function Entrance() {
  const session = useSession();
  const location = useLocation();
  if (session.isPending) return <Loading />;
  if (session.isError) return <ProblemAlert error={session.error} onRetry={() => void session.refetch()} />;
  if (session.data === null) return <Navigate to="/login" replace state={{ from: location.pathname }} />;
  const [only, ...others] = session.data.tenants;
  if (only !== undefined && others.length === 0) return <Navigate to={`/t/${only.slug}/all/assets`} replace />;
  return (
    <Suspense fallback={<Loading />}>
      <TenantChooser tenants={session.data.tenants} />
    </Suspense>
  );
}
