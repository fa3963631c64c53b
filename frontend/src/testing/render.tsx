import type { ReactNode } from 'react';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { routes } from '@/apps/console/routes';
import { Toasts } from '@/apps/console/Toasts';
import { SessionWatch } from '@/features/auth/components/SessionWatch';
import { theme } from '@/shared/theme/theme';

function Surroundings({ children }: { children: ReactNode }) {
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 15_000 } } });
  return (
    <QueryClientProvider client={queryClient}>
      {/* jsdom would match every rule for every role that is asked for, and lays nothing out anyway. */}
      <MantineProvider
        theme={theme}
        env="test"
        withCssVariables={false}
        withStaticClasses={false}
        withGlobalClasses={false}
      >
        <Toasts />
        {children}
      </MantineProvider>
    </QueryClientProvider>
  );
}

/** The whole console at an address: real routes, real client, the network faked at its edge. */
export function renderConsole(path: string) {
  const router = createMemoryRouter(routes, { initialEntries: [path] });
  const view = render(
    <Surroundings>
      <RouterProvider router={router} />
      <SessionWatch />
    </Surroundings>,
  );
  return { ...view, router, user: userEvent.setup() };
}

export function renderPart(part: ReactNode) {
  return { ...render(<Surroundings>{part}</Surroundings>), user: userEvent.setup() };
}
