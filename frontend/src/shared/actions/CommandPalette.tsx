import { useCallback, useDeferredValue, useEffect, useEffectEvent, useId, useState, type KeyboardEvent } from 'react';
import { Combobox, Loader, Text, useCombobox } from '@mantine/core';
import { useT } from '@/shared/i18n/i18n';
import { Dialog } from '@/shared/ui/Dialog';
import { IconSearch } from '@/shared/ui/icons';
import { useHeld } from '@/shared/ui/useHeld';
import classes from './CommandPalette.module.css';
import { Keys } from './Keys';
import { usePaletteResults, type PaletteItem } from './usePaletteResults';

interface CommandPaletteProps {
  onClose: () => void;
}

/** Everything reachable by typing. A combobox in a dialog, so a screen reader hears what is chosen. */
export function CommandPalette({ onClose }: CommandPaletteProps) {
  const t = useT();
  return (
    <Dialog
      onClose={onClose}
      title={t('palette.title')}
      size={600}
      yOffset="12vh"
      padding={0}
      lockScroll={false}
      transitionProps={{ duration: 0 }}
      classNames={{ header: classes['modalHeader'] ?? '', title: 'qd-visually-hidden', close: 'qd-visually-hidden' }}
    >
      <PaletteBody onClose={onClose} />
    </Dialog>
  );
}

function PaletteBody({ onClose }: CommandPaletteProps) {
  const t = useT();
  const [text, setText] = useState('');
  const found = usePaletteResults(text);
  const { shown: groups, hold } = useHeld(found.groups);
  const { searching, failed, settled } = found;
  // Enter before the answer is there waits for it; an arrow key says that one of these is meant.
  const [waiting, setWaiting] = useState(false);
  const [moved, setMoved] = useState(false);
  const combobox = useCombobox({ opened: true });
  const items = groups.flatMap((group) => group.items);
  // The field is there at once, to be typed in; the long list below it follows.
  const listed = useDeferredValue(true, false);
  const listId = useId();
  const hasList = listed && items.length > 0;

  // The combobox tells only of what arrow keys reach; a screen reader has to hear what Enter would take from the start.
  const { selectFirstOption, selectNextOption, selectPreviousOption, targetRef } = combobox;
  const tell = useCallback(
    (option: string | null): string | null => {
      if (option === null) targetRef.current?.removeAttribute('aria-activedescendant');
      else targetRef.current?.setAttribute('aria-activedescendant', option);
      return option;
    },
    [targetRef],
  );
  const store = { ...combobox, selectNextOption: () => tell(selectNextOption()), selectPreviousOption: () => tell(selectPreviousOption()) };

  // Enter takes the best answer, so the first one is chosen as soon as it is there.
  const best = items[0]?.id;
  useEffect(() => {
    tell(best !== undefined && listed ? selectFirstOption() : null);
  }, [best, listed, selectFirstOption, tell]);

  const perform = (item: PaletteItem | undefined): void => {
    if (item === undefined) return;
    onClose();
    item.perform();
  };
  const performBest = useEffectEvent(() => perform(items[0]));
  useEffect(() => {
    if (waiting && settled) performBest();
  }, [waiting, settled]);

  const onKeyDown = (event: KeyboardEvent): void => {
    // The list is always open, so the combobox would keep this key to itself.
    if (event.key === 'Escape') {
      event.stopPropagation();
      onClose();
      return;
    }
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') setMoved(true);
    if (event.key !== 'Enter' || settled || moved) return;
    event.preventDefault();
    event.stopPropagation();
    setWaiting(true);
  };

  return (
    <Combobox store={store} onOptionSubmit={(id) => perform(items.find((item) => item.id === id))}>
      <div className={classes['search']} onKeyDownCapture={onKeyDown}>
        <IconSearch size={18} aria-hidden className={classes['searchIcon']} />
        <Combobox.EventsTarget withAriaAttributes={false}>
          <input
            data-autofocus
            className={classes['input']}
            role="combobox"
            aria-label={t('palette.label')}
            aria-haspopup="listbox"
            aria-expanded={hasList}
            aria-controls={hasList ? listId : undefined}
            autoComplete="off"
            data-mantine-stop-propagation
            aria-autocomplete="list"
            placeholder={t('palette.placeholder')}
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value);
              setWaiting(false);
              setMoved(false);
            }}
          />
        </Combobox.EventsTarget>
        {searching && <Loader size={16} />}
      </div>
      {!listed ? (
        <div className={classes['options']} data-waiting />
      ) : hasList ? (
        <Combobox.Options id={listId} tabIndex={0} onPointerDownCapture={hold} className={classes['options'] ?? ''} aria-label={t('palette.title')}>
          {groups.map((group) => (
            <Combobox.Group key={group.label} label={group.label}>
              {group.items.map((item) => (
                <PaletteOption key={item.id} item={item} />
              ))}
            </Combobox.Group>
          ))}
        </Combobox.Options>
      ) : (
        // A listbox without options is none.
        <div role="status" className={classes['options']}>
          {!searching && <Combobox.Empty>{t('palette.nothing', { text })}</Combobox.Empty>}
        </div>
      )}
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
