import type { ReactNode } from 'react';
import { Stack, Text, Title } from '@mantine/core';
import classes from './Blank.module.css';

interface BlankProps {
  icon: ReactNode;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  role?: 'status' | 'alert';
}

/** Says why there is nothing here and what to do about it. */
export function Blank({ icon, title, children, actions, role = 'status' }: BlankProps) {
  return (
    <Stack className={classes['blank']} align="center" gap={8} role={role}>
      <span className={classes['icon']} aria-hidden>
        {icon}
      </span>
      <Title order={2}>{title}</Title>
      {children !== undefined && (
        <Text c="dimmed" size="sm" ta="center" maw={440} component="div">
          {children}
        </Text>
      )}
      {actions !== undefined && <div className={classes['actions']}>{actions}</div>}
    </Stack>
  );
}
