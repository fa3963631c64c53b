import { useState, type ReactNode } from 'react';
import { Button, Combobox, UnstyledButton, useCombobox } from '@mantine/core';
import type { View, ViewList } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { IconArrowBackUp, IconBolt, IconBookmark, IconCheck, IconChevronDown, IconDeviceFloppy, IconPlus, IconSettings, IconStar } from '@/shared/ui/icons';
import classes from './ViewMenu.module.css';

export interface ViewDeed {
  id: string;
  label: string;
  perform: () => void;
}

export interface ViewMenuProps {
  views: ViewList;
  active: View | null;
  /** What the list is called without any view. */
  builtIn: string;
  modified: boolean;
  saving: boolean;
  opened: boolean;
  onOpened: (opened: boolean) => void;
  onOpen: (id: string | null) => void;
  onSave: () => void;
  onSaveAs: () => void;
  deeds: readonly ViewDeed[];
  onReset: () => void;
  onManage: () => void;
}

interface Line {
  id: string;
  label: string;
  note?: string;
  icon: ReactNode;
  perform: () => void;
}

const BUILT_IN = 'view:';

/** Switches between views and keeps what was changed; one list, found by typing, so the keyboard needs no second way. */
export function ViewMenu(props: ViewMenuProps) {
  const { active, builtIn, modified, opened, onOpened } = props;
  const t = useT();
  const [text, setText] = useState('');
  const combobox = useCombobox({
    opened,
    onOpenedChange: onOpened,
    onDropdownOpen: () => combobox.focusSearchInput(),
    onDropdownClose: () => {
      combobox.focusTarget();
      combobox.resetSelectedOption();
      setText('');
    },
  });
  const groups = useLines(props).map(([title, lines]) => [title, lines.filter((line) => line.label.toLowerCase().includes(text.trim().toLowerCase()))] as const);
  const lines = groups.flatMap(([, found]) => found);
  const choose = (id: string): void => {
    combobox.closeDropdown();
    lines.find((line) => line.id === id)?.perform();
  };
  const mayOverwrite = active?.may_edit === true;

  return (
    <div className={classes['root']}>
      <Combobox store={combobox} onOptionSubmit={choose} width={300} position="bottom-start" shadow="md" radius="md" withinPortal>
        <Combobox.Target targetType="button" withAriaAttributes={false}>
          <UnstyledButton
            className={classes['target'] ?? ''}
            aria-haspopup="listbox"
            aria-expanded={opened}
            aria-label={t(modified ? 'views.currentModified' : 'views.current', { name: active?.name ?? builtIn })}
            onClick={() => combobox.toggleDropdown()}
          >
            <IconBookmark size={15} aria-hidden className={classes['targetIcon']} />
            <bdi className="qd-truncate">{active?.name ?? builtIn}</bdi>
            <IconChevronDown size={14} aria-hidden className={classes['targetIcon']} />
          </UnstyledButton>
        </Combobox.Target>
        <Combobox.Dropdown>
          <Combobox.Search
            value={text}
            aria-label={t('views.find')}
            placeholder={t('views.find')}
            onChange={(event) => {
              setText(event.currentTarget.value);
              queueMicrotask(() => combobox.selectFirstOption());
            }}
          />
          <Combobox.Options tabIndex={0} className={classes['options'] ?? ''} aria-label={t('views.title')}>
            {groups.map(([title, found]) =>
              found.length === 0 ? null : (
                <Combobox.Group key={title} label={title}>
                  {found.map((line) => (
                    <Combobox.Option key={line.id} value={line.id} className={classes['option'] ?? ''} active={line.id === `${BUILT_IN}${active?.id ?? ''}`}>
                      <span className={classes['check']}>{line.icon}</span>
                      <bdi className={`${classes['name'] ?? ''} qd-truncate`}>{line.label}</bdi>
                      {line.note !== undefined && <bdi className={`${classes['note'] ?? ''} qd-truncate`}>{line.note}</bdi>}
                    </Combobox.Option>
                  ))}
                </Combobox.Group>
              ),
            )}
            {lines.length === 0 && <Combobox.Empty>{t('views.noneFound')}</Combobox.Empty>}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
      {modified && (
        <>
          {active !== null && (
            <span className={classes['modified']}>
              <span className={classes['dot']} aria-hidden />
              {t('views.modified')}
            </span>
          )}
          <Button size="compact-sm" variant="subtle" loading={props.saving} onClick={mayOverwrite ? props.onSave : props.onSaveAs}>
            {mayOverwrite ? t('views.save') : t('views.saveAsShort')}
          </Button>
        </>
      )}
    </div>
  );
}

function useLines(props: ViewMenuProps): [string, Line[]][] {
  const t = useT();
  const { views, active, builtIn, modified } = props;
  const mark = (id: string | null): ReactNode =>
    id === (active?.id ?? null) ? <IconCheck size={15} aria-hidden /> : id === views.default_id ? <IconStar size={14} aria-hidden /> : null;
  const lineOf = (view: View): Line => ({
    id: `${BUILT_IN}${view.id}`,
    label: view.name,
    ...(view.is_mine ? {} : { note: view.owner_label }),
    icon: mark(view.id),
    perform: () => props.onOpen(view.id),
  });
  const shared = views.items.filter((view) => view.sharing !== 'private');
  const own = views.items.filter((view) => view.sharing === 'private');
  const first: Line = { id: BUILT_IN, label: builtIn, icon: mark(null), perform: () => props.onOpen(null) };
  const deeds: Line[] = [];
  if (modified && active?.may_edit === true) {
    deeds.push({ id: 'do:save', label: t('views.save'), icon: <IconDeviceFloppy size={15} aria-hidden />, perform: props.onSave });
  }
  deeds.push({ id: 'do:save-as', label: t('views.saveAs'), icon: <IconPlus size={15} aria-hidden />, perform: props.onSaveAs });
  if (modified) deeds.push({ id: 'do:reset', label: t('views.reset'), icon: <IconArrowBackUp size={15} aria-hidden />, perform: props.onReset });
  if (views.items.length > 0) deeds.push({ id: 'do:manage', label: t('views.manage'), icon: <IconSettings size={15} aria-hidden />, perform: props.onManage });
  for (const { id, label, perform } of props.deeds) deeds.push({ id: `do:${id}`, label, icon: <IconBolt size={15} aria-hidden />, perform });
  return [
    [t('views.builtIn'), [first]],
    [t('views.mine'), own.map(lineOf)],
    [t('views.shared'), shared.map(lineOf)],
    [t('views.thisView'), deeds],
  ];
}
