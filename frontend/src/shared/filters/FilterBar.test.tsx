import { screen, waitFor, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { FilterToken } from '@/shared/api/types';
import { catalogue } from '@/testing/fixtures';
import { renderPart } from '@/testing/render';
import { FilterBar } from './FilterBar';

const STATUS: FilterToken = {
  kind: 'comparison', field: 'status', op: '=', value: 'deployed', negated: false, text: 'status=deployed', start: 0, end: 15, error: null, suggestion: null,
};

function renderBar(text: string, tokens: FilterToken[]) {
  const onCommit = vi.fn<(next: string) => void>();
  const counted = [{ value: 'deployed', label: 'Deployed', count: 8_112, relation: 'eq' as const }, { value: 'missing', label: 'Missing', count: 31, relation: 'eq' as const }];
  const view = renderPart(
    <FilterBar text={text} tokens={tokens} fields={catalogue.fields} quick={[]} errors={[]} matches={null} suggestValues={() => Promise.resolve(counted)} onCommit={onCommit} />,
  );
  return { ...view, onCommit };
}

test('a token opens an editor with counts, and is written anew in its place', async () => {
  const { user, onCommit } = renderBar('status=deployed', [STATUS]);
  await user.click(screen.getByRole('button', { name: /^Filter status=deployed/ }));
  const editor = await screen.findByRole('dialog', { name: 'Edit the filter on Status' });
  expect(await within(editor).findByText('8,112')).toBeInTheDocument();
  await user.click(within(editor).getByLabelText('Missing'));
  await user.click(within(editor).getByLabelText('Exclude'));
  await user.click(within(editor).getByRole('button', { name: 'Apply' }));
  expect(onCommit).toHaveBeenCalledWith('-status=(deployed,missing)');
});

test('the filter is edited as text, and Escape leaves it as it was', async () => {
  const { user, onCommit } = renderBar('status=deployed', [STATUS]);
  await user.click(screen.getByRole('button', { name: 'Edit the filter as text' }));
  expect(screen.getByRole('textbox', { name: 'Edit the filter as text' })).toHaveValue('status=deployed');
  await user.keyboard('{Escape}');
  expect(onCommit).not.toHaveBeenCalled();
  await user.click(screen.getByRole('button', { name: 'Edit the filter as text' }));
  await user.clear(screen.getByRole('textbox', { name: 'Edit the filter as text' }));
  await user.paste('type=server');
  await user.keyboard('{Enter}');
  expect(onCommit).toHaveBeenCalledWith('type=server');
});

test('the next condition becomes an alternative', async () => {
  const { user, onCommit } = renderBar('status=deployed', [STATUS]);
  await user.click(screen.getByRole('button', { name: 'Let the next condition be an alternative (OR)' }));
  await user.click(screen.getByRole('textbox', { name: 'Filter' }));
  await user.paste('type=server');
  await user.keyboard('{Enter}');
  expect(onCommit).toHaveBeenCalledWith('status=deployed OR type=server');
});

test('a condition is built by choosing a field and what it is asked', async () => {
  const { user, onCommit } = renderBar('', []);
  await user.click(screen.getByRole('button', { name: 'Add a condition' }));
  const editor = await screen.findByRole('dialog', { name: 'Add a condition' });
  await user.click(within(editor).getByRole('button', { name: 'Model' }));
  await user.click(await within(editor).findByRole('textbox', { name: 'Value' }));
  await user.paste('Latitude');
  await user.click(within(editor).getByRole('button', { name: 'Apply' }));
  await waitFor(() => expect(onCommit).toHaveBeenCalledWith('model:Latitude'));
});
