import { lazy, Suspense, useState } from 'react';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { createBrowserRouter, RouterProvider } from 'react-router';
import { SessionWatch } from '@/features/auth/components/SessionWatch';
import { newQueryClient } from '@/shared/api/queryClient';
import { cssVariables, theme } from '@/shared/theme/theme';
import { routes } from './routes';

const Toasts = lazy(async () => ({ default: (await import('./Toasts')).Toasts }));

export function App() {
  const [queryClient] = useState(newQueryClient);
  const [router] = useState(() => createBrowserRouter(routes));
  return (
    <QueryClientProvider client={queryClient}>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
        <Suspense fallback={null}>
          <Toasts />
        </Suspense>
        <RouterProvider router={router} />
        <SessionWatch />
      </MantineProvider>
    </QueryClientProvider>
  );
}
