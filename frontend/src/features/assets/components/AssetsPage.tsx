import { useQuery } from '@tanstack/react-query';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { PageWait } from '@/shared/ui/PageWait';
import { NO_VIEWS, viewsQuery } from '@/shared/views/viewQueries';
import { catalogueQuery } from '../api/assetQueries';
import { AssetsWorkspace } from './AssetsWorkspace';

export function AssetsPage() {
  const t = useT();
  const { slug, client, clientSegment } = useTenant();
  const catalogue = useQuery(catalogueQuery(slug));
  const views = useQuery(viewsQuery(slug, 'assets', client?.id));
  if (catalogue.data === undefined || views.isPending) return <PageWait title={t('nav.assets')} needs={[catalogue]} />;
  return <AssetsWorkspace key={`${slug}/${clientSegment}`} catalogue={catalogue.data} views={views.data ?? NO_VIEWS} />;
}
