import { useQuery } from '@tanstack/react-query';
import { useTenant } from '@/shared/session/tenant';
import { Loading } from '@/shared/ui/Loading';
import { NO_VIEWS, viewsQuery } from '@/shared/views/viewQueries';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { catalogueQuery } from '../api/assetQueries';
import { AssetsWorkspace } from './AssetsWorkspace';

export function AssetsPage() {
  const { slug, client, clientSegment } = useTenant();
  const catalogue = useQuery(catalogueQuery(slug));
  const views = useQuery(viewsQuery(slug, 'assets', client?.id));
  if (catalogue.isPending || views.isPending) return <Loading />;
  if (catalogue.isError) return <ProblemAlert error={catalogue.error} onRetry={() => void catalogue.refetch()} />;
  return <AssetsWorkspace key={`${slug}/${clientSegment}`} catalogue={catalogue.data} views={views.data ?? NO_VIEWS} />;
}
