import { Modal, Text } from '@mantine/core';
import { useT } from '@/shared/i18n/i18n';
import { useSession, useSessionRestart } from '@/shared/session/session';
import { SignInForm } from './SignInForm';

/** Opens over the page when the session ends, so nothing typed is lost. */
export function ReSignInDialog({ onSignedIn }: { onSignedIn: () => void }) {
  const t = useT();
  const session = useSession();
  const restart = useSessionRestart();

  const known = session.data;
  if (known === null || known === undefined) return null;
  return (
    <Modal
      opened
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
      <SignInForm
        email={known.user.email}
        onSignedIn={() => {
          void restart().then(onSignedIn);
        }}
      />
    </Modal>
  );
}
