import { lazy, Suspense, useEffect, useState } from 'react';
import { Modal, Text } from '@mantine/core';
import { onSignedOut } from '@/shared/api/client';
import { useT } from '@/shared/i18n/i18n';
import { useSession, useSessionRestart } from '@/shared/session/session';

const SignInForm = lazy(async () => ({ default: (await import('./SignInForm')).SignInForm }));

/** Opens over the page when the session ends, so nothing typed is lost. */
export function ReSignInDialog() {
  const t = useT();
  const [opened, setOpened] = useState(false);
  const session = useSession();
  const restart = useSessionRestart();

  useEffect(() => onSignedOut(() => setOpened(true)), []);

  const known = session.data;
  if (known === null || known === undefined) return null;
  return (
    <Modal
      opened={opened}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      title={t('auth.sessionEnded')}
      size="sm"
    >
      <Text size="sm" c="dimmed" mb="md">
        {t('auth.sessionEndedHelp')}
      </Text>
      <Suspense fallback={null}>
        <SignInForm
          email={known.user.email}
          onSignedIn={() => {
            void restart().then(() => setOpened(false));
          }}
        />
      </Suspense>
    </Modal>
  );
}
