import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Blank } from './Blank';
import { IconBan } from './icons';

/** Instead of a module that is switched off for the client looked at: not an error, and nothing to miss. */
export function SwitchedOff({ module, client }: { module: string; client: string | null }) {
  const t = useT();
  const { can, to } = useTenant();
  const manages = can('settings:manage');
  return (
    <Blank
      icon={<IconBan size={22} />}
      title={client === null ? t('switches.offEverywhere', { module }) : t('switches.offFor', { module, client })}
      actions={
        manages ? (
          <Button component={Link} to={to('/settings/switches')} variant="default">
            {t('switches.open')}
          </Button>
        ) : undefined
      }
    >
      {manages ? null : t('switches.askAdmin')}
    </Blank>
  );
}
