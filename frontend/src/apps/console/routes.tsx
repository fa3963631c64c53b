import type { RouteObject } from 'react-router';
import { Entrance } from './Entrance';
import { NotFoundPage } from './NotFoundPage';
import { RouteFailure } from './RouteFailure';
import { TenantLayout } from './TenantLayout';

/** Every screen below the shell is a chunk of its own. */
const pages: RouteObject[] = [
  {
    path: 'assets',
    lazy: async () => ({ Component: (await import('@/features/assets/components/AssetsPage')).AssetsPage }),
  },
  {
    path: 'assets/new',
    lazy: async () => ({ Component: (await import('@/features/assets/components/AssetCreatePage')).AssetCreatePage }),
  },
  {
    path: 'assets/labels',
    lazy: async () => ({ Component: (await import('@/features/assets/components/LabelsPage')).LabelsPage }),
  },
  {
    path: 'assets/templates',
    lazy: async () => ({ Component: (await import('@/features/assets/templates/TemplatesPage')).TemplatesPage }),
  },
  {
    path: 'assets/deleted',
    lazy: async () => ({ Component: (await import('@/features/assets/deleted/DeletedPage')).DeletedPage }),
  },
  {
    path: 'assets/:assetId',
    lazy: async () => ({ Component: (await import('@/features/assets/components/AssetPage')).AssetPage }),
  },
  {
    path: 'assets/:assetId/edit',
    lazy: async () => ({ Component: (await import('@/features/assets/components/AssetEditPage')).AssetEditPage }),
  },
  {
    path: 'clients',
    lazy: async () => ({ Component: (await import('@/features/clients/components/ClientsPage')).ClientsPage }),
  },
  {
    path: 'clients/:clientId',
    lazy: async () => ({ Component: (await import('@/features/clients/components/ClientPage')).ClientPage }),
  },
  {
    path: 'imports',
    lazy: async () => ({ Component: (await import('@/features/imports/components/ImportsPage')).ImportsPage }),
  },
  {
    path: 'reviews',
    lazy: async () => ({ Component: (await import('@/features/reviews/components/ReviewPage')).ReviewPage }),
  },
  {
    path: 'imports/new',
    lazy: async () => ({ Component: (await import('@/features/imports/components/upload/UploadPage')).UploadPage }),
  },
  {
    path: 'imports/:importId/:step?',
    lazy: async () => ({ Component: (await import('@/features/imports/components/WizardPage')).WizardPage }),
  },
  {
    path: 'jobs',
    lazy: async () => ({ Component: (await import('@/features/jobs/components/JobsPage')).JobsPage }),
  },
  {
    path: 'jobs/:jobId',
    lazy: async () => ({ Component: (await import('@/features/jobs/components/JobPage')).JobPage }),
  },
  {
    path: 'jobs/:jobId/problems/:code',
    lazy: async () => ({ Component: (await import('@/features/jobs/components/ProblemsPage')).ProblemsPage }),
  },
  {
    path: 'audit',
    lazy: async () => ({ Component: (await import('@/features/audit/components/AuditPage')).AuditPage }),
  },
  {
    path: 'settings/:section?',
    lazy: async () => ({ Component: (await import('@/features/settings/components/SettingsPage')).SettingsPage }),
  },
  {
    path: 'help/:guide?',
    lazy: async () => ({ Component: (await import('@/features/help/HelpPage')).HelpPage }),
  },
  { path: '*', Component: NotFoundPage },
];

export const routes: RouteObject[] = [
  {
    path: '/login',
    lazy: async () => ({ Component: (await import('@/features/auth/components/LoginPage')).LoginPage }),
    ErrorBoundary: RouteFailure,
    HydrateFallback: () => null,
  },
  {
    path: '/accept-invitation',
    lazy: async () => ({ Component: (await import('@/features/auth/components/AcceptInvitationPage')).AcceptInvitationPage }),
    ErrorBoundary: RouteFailure,
    HydrateFallback: () => null,
  },
  { path: '/', Component: Entrance, ErrorBoundary: RouteFailure },
  {
    path: '/t/:tenant/:client',
    Component: TenantLayout,
    ErrorBoundary: RouteFailure,
    HydrateFallback: () => null,
    children: pages,
  },
  { path: '*', Component: NotFoundPage },
];
