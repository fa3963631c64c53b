import type { ReactNode } from 'react';
import { Button } from '@mantine/core';

interface GuardedButtonProps {
  /** Stays focusable and points at the reason, so the keyboard finds out why as well. */
  blocked: boolean;
  pending?: boolean;
  describedBy?: string;
  variant?: 'filled' | 'default';
  rightSection?: ReactNode;
  onNext: () => void;
  children: ReactNode;
}

export function GuardedButton({ blocked, pending = false, describedBy = 'wizard-note', variant = 'filled', onNext, rightSection, children }: GuardedButtonProps) {
  return (
    <Button
      aria-disabled={blocked}
      {...(blocked ? { 'data-disabled': true } : {})}
      aria-describedby={describedBy}
      variant={variant}
      rightSection={rightSection}
      loading={pending}
      onClick={() => {
        if (!blocked) onNext();
      }}
    >
      {children}
    </Button>
  );
}
