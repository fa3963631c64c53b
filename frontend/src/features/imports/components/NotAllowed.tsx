import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Blank } from '@/shared/ui/Blank';
import { IconLock } from '@/shared/ui/icons';
import { PageFrame } from '@/shared/ui/PageFrame';

export function NotAllowed() {
  const t = useT();
  const { context } = useTenant();
  return (
    <PageFrame title={t('imports.new')}>
      <Blank role="alert" icon={<IconLock size={22} />} title={t('wizard.forbidden')}>
        {t('wizard.forbiddenHelp', { role: context.role.name })}
      </Blank>
    </PageFrame>
  );
}
