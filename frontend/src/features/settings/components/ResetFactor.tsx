import { notifications } from '@mantine/notifications';
import type { Member } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog';
import { useMemberWrites } from '../api/settingsQueries';

interface ResetFactorProps {
  member: Member;
  onDone: () => void;
  onClose: () => void;
}

/** For somebody who lost phone and recovery codes. */
export function ResetFactor({ member, onDone, onClose }: ResetFactorProps) {
  const t = useT();
  const { slug } = useTenant();
  const { resetFactor } = useMemberWrites(slug);
  return (
    <ConfirmDialog
      opened
      title={t('members.resetFactorOf', { name: member.name })}
      confirm={t('members.resetFactor')}
      pending={resetFactor.isPending}
      error={resetFactor.error}
      onClose={onClose}
      onConfirm={() =>
        resetFactor.mutate(member.id, {
          onSuccess: () => {
            notifications.show({ message: t('members.factorReset', { name: member.name }) });
            onDone();
          },
        })
      }
    >
      {t('members.resetFactorHelp')}
    </ConfirmDialog>
  );
}
