import { useQuery } from '@tanstack/react-query';
import { useTenant } from '@/shared/session/tenant';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { catalogueQuery } from '../api/assetQueries';
import { AssetsWorkspace } from './AssetsWorkspace';

export function AssetsPage() {
  const { slug, clientSegment } = useTenant();
  const catalogue = useQuery(catalogueQuery(slug));
  if (catalogue.isPending) return <Loading />;
  if (catalogue.isError) return <ProblemAlert error={catalogue.error} onRetry={() => void catalogue.refetch()} />;
  return <AssetsWorkspace key={`${slug}/${clientSegment}`} catalogue={catalogue.data} />;
}
