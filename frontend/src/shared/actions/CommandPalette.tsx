import { useEffect, useState } from 'react';
import { Combobox, Loader, Modal, Text, useCombobox } from '@mantine/core';
import { useT } from '@/shared/i18n/i18n';
import { IconSearch } from '@/shared/ui/icons';
import classes from './CommandPalette.module.css';
import { Keys } from './Keys';
import { usePaletteResults, type PaletteItem } from './usePaletteResults';

interface CommandPaletteProps {
  opened: boolean;
  onClose: () => void;
}

/** Everything reachable by typing. A combobox in a dialog, so a screen reader hears what is chosen. */
export function CommandPalette({ opened, onClose }: CommandPaletteProps) {
  const t = useT();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('palette.title')}
      size={600}
      yOffset="12vh"
      padding={0}
      classNames={{ header: classes['modalHeader'] ?? '', title: 'qd-visually-hidden', close: 'qd-visually-hidden' }}
    >
      <PaletteBody onClose={onClose} />
    </Modal>
  );
}

function PaletteBody({ onClose }: { onClose: () => void }) {
  const t = useT();
  const [text, setText] = useState('');
  const { groups, searching, failed } = usePaletteResults(text);
  const combobox = useCombobox({ opened: true });
  const items = groups.flatMap((group) => group.items);

  // Enter takes the best answer, so the first one is chosen as soon as it is there.
  const best = items[0]?.id;
  const { selectFirstOption } = combobox;
  useEffect(() => {
    if (best !== undefined) selectFirstOption();
  }, [best, selectFirstOption]);

  const choose = (id: string): void => {
    const item = items.find((candidate) => candidate.id === id);
    if (item === undefined) return;
    onClose();
    item.perform();
  };

  return (
    <Combobox store={combobox} onOptionSubmit={choose}>
      <div className={classes['search']}>
        <IconSearch size={18} aria-hidden className={classes['searchIcon']} />
        <Combobox.EventsTarget withExpandedAttribute>
          <input
            data-autofocus
            className={classes['input']}
            role="combobox"
            aria-label={t('palette.label')}
            aria-expanded
            aria-controls={combobox.listId ?? undefined}
            aria-autocomplete="list"
            placeholder={t('palette.placeholder')}
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value);
            }}
          />
        </Combobox.EventsTarget>
        {searching && <Loader size={16} />}
      </div>
        <Combobox.Options tabIndex={0} className={classes['options'] ?? ''} aria-label={t('palette.title')}>
          {groups.map((group) => (
            <Combobox.Group key={group.label} label={group.label}>
              {group.items.map((item) => (
                <PaletteOption key={item.id} item={item} />
              ))}
            </Combobox.Group>
          ))}
          {items.length === 0 && !searching && <Combobox.Empty>{t('palette.nothing', { text })}</Combobox.Empty>}
        </Combobox.Options>
      <div className={classes['foot']}>
        {failed ? <Text size="xs">{t('palette.searchDown')}</Text> : <Text size="xs">{t('palette.modes')}</Text>}
      </div>
    </Combobox>
  );
}

function PaletteOption({ item }: { item: PaletteItem }) {
  return (
    <Combobox.Option value={item.id} className={classes['option'] ?? ''}>
      <span className={classes['optionMain']}>
        {item.icon}
        <span className="qd-truncate">{item.label}</span>
        {item.detail !== undefined && <span className={classes['detail']}>{item.detail}</span>}
      </span>
      {item.hotkey !== undefined && <Keys hotkey={item.hotkey} />}
    </Combobox.Option>
  );
}
