import { useState } from 'react';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { createBrowserRouter, RouterProvider } from 'react-router';
import { SessionWatch } from '@/features/auth/components/SessionWatch';
import { newQueryClient } from '@/shared/api/queryClient';
import { cssVariables, theme } from '@/shared/theme/theme';
import { routes } from './routes';

export function App() {
  const [queryClient] = useState(newQueryClient);
  const [router] = useState(() => createBrowserRouter(routes));
  return (
    <QueryClientProvider client={queryClient}>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
        <Notifications position="bottom-right" limit={3} autoClose={8_000} />
        <RouterProvider router={router} />
        <SessionWatch />
      </MantineProvider>
    </QueryClientProvider>
  );
}
