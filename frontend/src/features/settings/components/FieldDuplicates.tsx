import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { CustomField, FieldImpact } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Dialog } from '@/shared/ui/Dialog';
import classes from './Settings.module.css';

interface FieldDuplicatesProps {
  field: CustomField;
  found: FieldImpact;
  onClose: () => void;
}

/** The values that stand in the way of a field becoming unique, each with the assets that have it. */
export function FieldDuplicates({ field, found, onClose }: FieldDuplicatesProps) {
  const t = useT();
  const more = found.duplicated - found.duplicates.length;
  return (
    <Dialog onClose={onClose} title={t('duplicates.title', { name: field.label })} size="md">
      <Stack gap="md">
        <Text size="sm">{t('duplicates.stand', { count: found.duplicated })}</Text>
        <ul className={classes['duplicates']}>
          {found.duplicates.map((duplicate) => (
            <li key={duplicate.value}>
              <bdi>{duplicate.value}</bdi>
              <Holders duplicate={duplicate} />
            </li>
          ))}
          {more > 0 && <li>{t('duplicates.more', { count: more })}</li>}
        </ul>
        <Group justify="flex-end">
          <Button onClick={onClose} data-autofocus>
            {t('duplicates.back')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

/** In a tab of their own, so that what was typed into the form stays. */
function Holders({ duplicate }: { duplicate: FieldImpact['duplicates'][number] }) {
  const t = useT();
  const { to } = useTenant();
  const more = duplicate.count - duplicate.assets.length;
  return (
    <div className={classes['holders']}>
      {duplicate.assets.map((asset) => (
        <Anchor key={asset.id} component={Link} size="sm" to={to(`/assets/${asset.id}`)} target="_blank">
          <bdi>{asset.tag}</bdi> <bdi>{asset.name}</bdi>
        </Anchor>
      ))}
      {more > 0 && <span className={classes['hint']}>{t('duplicates.moreAssets', { count: more })}</span>}
    </div>
  );
}
