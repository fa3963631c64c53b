import { useState } from 'react';
import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useT } from '@/shared/i18n/i18n';
import { Dialog } from '@/shared/ui/Dialog';
import { AGO, localText, momentOf } from './moments';

interface MomentDialogProps {
  title?: string;
  onShow: (at: string) => void;
  onClose: () => void;
}

/** Asks for a moment of the past. */
export function MomentDialog({ title, onShow, onClose }: MomentDialogProps) {
  const t = useT();
  const [now] = useState(() => new Date());
  const [text, setText] = useState(() => localText(new Date(now.getTime() - AGO[1][1])));
  const at = momentOf(text);
  const isFuture = at !== null && Date.parse(at) > now.getTime();
  return (
    <Dialog onClose={onClose} title={title ?? t('moment.title')} size="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (at !== null && !isFuture) onShow(at);
        }}
      >
        <Stack gap="md">
          <TextInput
            type="datetime-local"
            label={t('moment.at')}
            value={text}
            max={localText(now)}
            error={isFuture ? t('moment.future') : null}
            data-autofocus
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Group gap={6}>
            {AGO.map(([key, ms]) => (
              <Button key={key} size="compact-sm" variant="default" onClick={() => setText(localText(new Date(now.getTime() - ms)))}>
                {t(key)}
              </Button>
            ))}
          </Group>
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" disabled={at === null || isFuture}>
              {t('moment.show')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
