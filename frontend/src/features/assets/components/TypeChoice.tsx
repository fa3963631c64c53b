import { UnstyledButton } from '@mantine/core';
import type { AssetType } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { IconBox, IconDeviceLaptop, IconDeviceMobile, IconPrinter, IconRouter, IconServer } from '@/shared/ui/icons';
import classes from './AssetForm.module.css';

const TYPE_ICONS: Record<string, typeof IconBox> = {
  workstation: IconDeviceLaptop,
  server: IconServer,
  network_device: IconRouter,
  mobile_device: IconDeviceMobile,
  printer: IconPrinter,
};

/** The type decides which fields follow, so it comes first. */
export function TypeChoice({ types, onChoose }: { types: readonly AssetType[]; onChoose: (key: string) => void }) {
  const t = useT();
  return (
    <section aria-label={t('assets.chooseType')}>
      <p className={classes['lead']}>{t('assets.chooseType')}</p>
      <ul className={classes['types']}>
        {types.map((type) => {
          const Icon = TYPE_ICONS[type.key] ?? IconBox;
          return (
            <li key={type.id}>
              <UnstyledButton className={classes['type'] ?? ''} onClick={() => onChoose(type.key)}>
                <Icon size={22} stroke={1.6} aria-hidden />
                <span>{type.name}</span>
              </UnstyledButton>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
