import { Button, Paper, Text, Title, UnstyledButton } from '@mantine/core';
import { useNavigate } from 'react-router';
import type { TenantSummary } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { useSignOut } from '@/shared/session/session';
import { BrandMark } from '@/shared/ui/BrandMark';
import { IconChevronRight } from '@/shared/ui/icons';
import login from './LoginPage.module.css';
import classes from './TenantChooser.module.css';

export function TenantChooser({ tenants }: { tenants: readonly TenantSummary[] }) {
  const t = useT();
  const navigate = useNavigate();
  const signOut = useSignOut();
  return (
    <main className={login['page']}>
      <div className={login['column']}>
        <div className={login['brand']}>
          <BrandMark size={36} />
          <div>
            <Title order={1}>{t('tenant.choose')}</Title>
            <Text size="sm" c="dimmed">
              {tenants.length === 0 ? t('tenant.none') : t('tenant.chooseHelp')}
            </Text>
          </div>
        </div>
        {tenants.length > 0 && (
          <Paper component="ul" className={classes['list']}>
            {tenants.map((tenant) => (
              <li key={tenant.id}>
                <UnstyledButton className={classes['item']} onClick={() => void navigate(`/t/${tenant.slug}/all/assets`)}>
                  <span>
                    <Text fw={500}>{tenant.name}</Text>
                    <Text size="xs" c="dimmed">
                      {tenant.role}
                    </Text>
                  </span>
                  <IconChevronRight size={18} aria-hidden />
                </UnstyledButton>
              </li>
            ))}
          </Paper>
        )}
        <Button variant="subtle" onClick={() => void signOut()}>
          {t('account.signOut')}
        </Button>
      </div>
    </main>
  );
}
