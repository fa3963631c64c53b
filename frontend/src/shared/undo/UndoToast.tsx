import { useId, type FocusEvent } from 'react';
import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';

const SHOWN_MS = 12_000;

export interface ToastAction {
  label: string;
  perform: () => void;
}

interface Offer {
  message: string;
  actions: readonly ToastAction[];
  tone?: 'info' | 'warning';
}

/** A toast with something to do. It stays while it is pointed at or has the focus, and F6 reaches it. */
export function offerInToast({ message, actions, tone = 'info' }: Offer): void {
  const id = `offer-${crypto.randomUUID()}`;
  const hold = (): void => {
    notifications.update({ ...shown, autoClose: false });
  };
  const letGo = (): void => {
    notifications.update({ ...shown, autoClose: SHOWN_MS });
  };
  // Where it covers nothing that comes next: panes keep their buttons at the lower right, phones at the bottom.
  const narrow = globalThis.matchMedia('(max-width: 767px)').matches;
  const shown = {
    id,
    position: narrow ? ('top-center' as const) : ('bottom-left' as const),
    autoClose: SHOWN_MS,
    ...(tone === 'warning' ? { color: 'yellow' } : {}),
    message: <ToastBody message={message} actions={actions} onHold={hold} onLetGo={letGo} onUsed={() => notifications.hide(id)} />,
  };
  notifications.show(shown);
}

interface ToastBodyProps {
  message: string;
  actions: readonly ToastAction[];
  onHold: () => void;
  onLetGo: () => void;
  onUsed: () => void;
}

function ToastBody({ message, actions, onHold, onLetGo, onUsed }: ToastBodyProps) {
  const id = useId();
  const onBlur = (event: FocusEvent): void => {
    if (!event.currentTarget.contains(event.relatedTarget)) onLetGo();
  };
  return (
    // A region of its own, so that the keyboard reaches what is offered before it goes.
    <div data-region="toast" onFocus={onHold} onBlur={onBlur}>
      <Text size="sm" id={id}>
        {message}
      </Text>
      <Group gap="xs" mt={6}>
        {actions.map(({ label, perform }) => (
          <Button
            key={label}
            size="compact-sm"
            variant="default"
            aria-describedby={id}
            onClick={() => {
              onUsed();
              perform();
            }}
          >
            {label}
          </Button>
        ))}
      </Group>
    </div>
  );
}
