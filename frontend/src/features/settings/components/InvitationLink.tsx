import { Alert, Button, CopyButton, Group, Text } from '@mantine/core';
import { formatDateTime } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { IconMail } from '@/shared/ui/icons';
import classes from './Settings.module.css';

export interface Invited {
  name: string;
  invitation_url: string;
  invitation_expires_at: string | null;
}

/** The link is known only now: the server keeps no more than its hash. */
export function InvitationLink({ invited, onDone }: { invited: Invited; onDone: () => void }) {
  const t = useT();
  return (
    <Alert color="green" mb="md" role="status" icon={<IconMail size={18} aria-hidden />} title={t('members.invitation', { name: invited.name })}>
      <Text size="sm" mb="xs">
        {t('members.invitationHelp', { when: formatDateTime(invited.invitation_expires_at ?? '') })}
      </Text>
      <code className={classes['secret']}>{invited.invitation_url}</code>
      <Group mt="sm" gap="sm">
        <CopyButton value={invited.invitation_url}>
          {({ copied, copy }) => (
            <Button size="compact-sm" onClick={copy}>
              {copied ? t('common.copied') : t('members.copyInvitation')}
            </Button>
          )}
        </CopyButton>
        <Button size="compact-sm" variant="subtle" onClick={onDone}>
          {t('members.invitationSent')}
        </Button>
      </Group>
    </Alert>
  );
}
