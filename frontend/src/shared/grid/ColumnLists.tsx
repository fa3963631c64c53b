import { useState, type KeyboardEvent, type PointerEvent } from 'react';
import { ActionIcon, Checkbox, Text, Tooltip } from '@mantine/core';
import { useT } from '@/shared/i18n/i18n';
import { IconArrowDown, IconArrowUp, IconGripVertical, IconLayoutSidebar, IconLayoutSidebarRight } from '@/shared/ui/icons';
import classes from './ColumnManager.module.css';
import { moveColumn, pinOf, placeColumn, withPin, withVisibility } from './columns';
import type { ColumnState, GridColumn, Pin } from './types';

interface ListProps<R> {
  columns: readonly GridColumn<R>[];
  states: readonly ColumnState[];
  matches: (column: GridColumn<R>) => boolean;
  onChange: (next: ColumnState[], sentence: string) => void;
}

/** The columns on screen, in their order. */
export function ShownColumns<R>({ columns, states, matches, onChange, movable }: ListProps<R> & { movable: boolean }) {
  const t = useT();
  const [dragged, setDragged] = useState<string | null>(null);
  const shown = states.filter((state) => state.visible);
  const rows = shown.flatMap((state) => {
    const column = columns.find((item) => item.id === state.id);
    return column === undefined || !matches(column) ? [] : [{ state, column }];
  });
  const over = (event: PointerEvent): void => {
    if (dragged === null) return;
    const target = document.elementFromPoint(event.clientX, event.clientY)?.closest<HTMLElement>('[data-manage]')?.dataset['manage'];
    if (target === undefined || target === dragged) return;
    onChange(placeColumn(states, dragged, states.findIndex((state) => state.id === target)), '');
  };
  if (rows.length === 0) return null;
  return (
    <>
      <h3 className={classes['group']}>{t('grid.shown')}</h3>
      <ul className={classes['list']}>
        {rows.map(({ state, column }) => (
          <li key={state.id} className={classes['item']} data-manage={state.id} data-dragged={dragged === state.id || undefined}>
            <Grip
              name={column.label}
              disabled={!movable}
              onStart={() => setDragged(state.id)}
              onMove={over}
              onEnd={() => setDragged(null)}
              onStep={(step) => onChange(moveColumn(states, state.id, step), t('grid.columnMoved', { name: column.label }))}
            />
            <ShowBox column={column} visible onChange={(visible) => onChange(withVisibility(states, state.id, visible), t('grid.columnHidden', { name: column.label }))} />
            <ShownTools column={column} state={state} states={states} onChange={onChange} />
          </li>
        ))}
      </ul>
    </>
  );
}

interface GripProps {
  name: string;
  disabled: boolean;
  onStart: () => void;
  onMove: (event: PointerEvent) => void;
  onEnd: () => void;
  onStep: (step: -1 | 1) => void;
}

function Grip({ name, disabled, onStart, onMove, onEnd, onStep }: GripProps) {
  const t = useT();
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    onStep(event.key === 'ArrowUp' ? -1 : 1);
  };
  return (
    <button
      type="button"
      className={classes['grip']}
      disabled={disabled}
      aria-label={t('grid.moveColumn', { name })}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        onStart();
      }}
      onPointerMove={onMove}
      onPointerUp={onEnd}
      onPointerCancel={onEnd}
    >
      <IconGripVertical size={14} aria-hidden />
    </button>
  );
}

interface ShownToolsProps<R> {
  column: GridColumn<R>;
  state: ColumnState;
  states: readonly ColumnState[];
  onChange: ListProps<R>['onChange'];
}

function ShownTools<R>({ column, state, states, onChange }: ShownToolsProps<R>) {
  const t = useT();
  const name = column.label;
  const pin = pinOf(column, state);
  const pinTo = (side: Pin): void => {
    const next = pin === side ? null : side;
    const sentence = next === null ? t('grid.columnFreed', { name }) : next === 'left' ? t('grid.columnPinnedLeft', { name }) : t('grid.columnPinnedRight', { name });
    onChange(withPin(states, state.id, next), sentence);
  };
  const step = (by: -1 | 1): void => onChange(moveColumn(states, state.id, by), t('grid.columnMoved', { name }));
  return (
    <span className={classes['tools']}>
      <Tooltip label={t('grid.pinLeft')}>
        <ActionIcon size={26} aria-pressed={pin === 'left'} aria-label={t('grid.pinLeftNamed', { name })} onClick={() => pinTo('left')}>
          <IconLayoutSidebar size={15} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t('grid.pinRight')}>
        <ActionIcon size={26} aria-pressed={pin === 'right'} aria-label={t('grid.pinRightNamed', { name })} onClick={() => pinTo('right')}>
          <IconLayoutSidebarRight size={15} />
        </ActionIcon>
      </Tooltip>
      <ActionIcon size={26} aria-label={t('grid.moveUp', { name })} onClick={() => step(-1)}>
        <IconArrowUp size={15} />
      </ActionIcon>
      <ActionIcon size={26} aria-label={t('grid.moveDown', { name })} onClick={() => step(1)}>
        <IconArrowDown size={15} />
      </ActionIcon>
    </span>
  );
}

/** What could be shown as well, by the groups of the catalogue. */
export function HiddenColumns<R>({ columns, states, matches, onChange }: ListProps<R>) {
  const t = useT();
  const hidden = columns.filter((column) => matches(column) && states.some((state) => state.id === column.id && !state.visible));
  const groups = new Map<string, GridColumn<R>[]>();
  for (const column of hidden) {
    const group = column.group ?? t('grid.hidden');
    groups.set(group, [...(groups.get(group) ?? []), column]);
  }
  /** It joins the end of what is shown, where it is seen to arrive. */
  const show = (column: GridColumn<R>): void => {
    const last = states.findLastIndex((state) => state.visible);
    const next = placeColumn(withVisibility(states, column.id, true), column.id, last + (states.findIndex((state) => state.id === column.id) <= last ? 0 : 1));
    onChange(next, t('grid.columnShown', { name: column.label }));
  };
  return (
    <div className={classes['hidden']}>
      {[...groups].map(([group, members]) => (
        <section key={group} aria-label={group}>
          <h3 className={classes['group']}>{group}</h3>
          <ul className={classes['list']}>
            {members.map((column) => (
              <li key={column.id} className={classes['item']}>
                <ShowBox column={column} visible={false} onChange={() => show(column)} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function ShowBox<R>({ column, visible, onChange }: { column: GridColumn<R>; visible: boolean; onChange: (visible: boolean) => void }) {
  const t = useT();
  const fixed = column.canHide === false;
  return (
    <>
      <Checkbox
        size="xs"
        className={classes['label'] ?? ''}
        label={column.label}
        checked={visible}
        disabled={fixed}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {fixed && (
        <Text size="xs" c="dimmed">
          {t('grid.alwaysShown')}
        </Text>
      )}
    </>
  );
}
