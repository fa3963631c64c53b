import { Button, Menu } from '@mantine/core';
import { useNavigate } from 'react-router';
import type { TenantSummary } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconCheck, IconChevronDown } from '@/shared/ui/icons';
import classes from './Shell.module.css';

/** Which MSP; only for people who belong to more than one. */
export function TenantMenu({ tenants }: { tenants: readonly TenantSummary[] }) {
  const t = useT();
  const navigate = useNavigate();
  const { context, slug } = useTenant();
  if (tenants.length < 2) return null;
  return (
    <Menu position="bottom-start" width={240}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          className={classes['tenant'] ?? ''}
          aria-label={t('tenant.current', { name: context.tenant.name })}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          <span className="qd-truncate">{context.tenant.name}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {tenants.map((tenant) => (
          <Menu.Item
            key={tenant.id}
            onClick={() => void navigate(`/t/${tenant.slug}/all/assets`)}
            rightSection={tenant.slug === slug ? <IconCheck size={16} aria-label={t('tenant.isCurrent')} /> : null}
          >
            {tenant.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
