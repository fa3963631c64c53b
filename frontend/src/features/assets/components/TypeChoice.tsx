import { UnstyledButton } from '@mantine/core';
import type { AssetType } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { TypeIcon } from '@/shared/ui/TypeIcon';
import classes from './AssetForm.module.css';

/** The type decides which fields follow, so it comes first. */
export function TypeChoice({ types, onChoose }: { types: readonly AssetType[]; onChoose: (key: string) => void }) {
  const t = useT();
  return (
    <section aria-label={t('assets.chooseType')}>
      <p className={classes['lead']}>{t('assets.chooseType')}</p>
      <ul className={classes['types']}>
        {types.map((type) => (
          <li key={type.id}>
            <UnstyledButton className={classes['type'] ?? ''} onClick={() => onChoose(type.key)}>
              <TypeIcon icon={type.icon} size={22} />
              <span>{type.name}</span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </section>
  );
}
