import { useLayoutEffect, useMemo } from 'react';
import { render } from '@testing-library/react';
import { expect, test } from 'vitest';
import { ActionsProvider, useActions, useRegistered, type Action } from './registry';

/** Acts the moment it is drawn, sooner than any key could be pressed. */
function Hasty({ selected, done }: { selected: string; done: string[] }) {
  const { actions } = useRegistered();
  useActions(useMemo<Action[]>(() => [{ id: 'bulk.edit', label: 'Edit', group: 'selection', perform: () => void done.push(selected) }], [selected, done]));
  useLayoutEffect(() => {
    actions[0]?.perform();
  }, [actions, selected]);
  return null;
}

test('an action is done to what is on screen, however soon it is asked for', () => {
  const done: string[] = [];
  const drawn = (selected: string) => (
    <ActionsProvider>
      <Hasty selected={selected} done={done} />
    </ActionsProvider>
  );
  const { rerender } = render(drawn('one row'));
  rerender(drawn('a thousand rows'));
  expect(done).toEqual(['one row', 'a thousand rows']);
});
