import { useNetwork } from '@mantine/hooks';
import { useT } from '@/shared/i18n/i18n';
import { IconWifiOff } from '@/shared/ui/icons';
import classes from './Shell.module.css';

export function OfflineBanner() {
  const t = useT();
  const { online } = useNetwork();
  if (online) return null;
  return (
    <div role="alert" className={classes['offline']}>
      <IconWifiOff size={16} aria-hidden /> {t('shell.offline')}
    </div>
  );
}
