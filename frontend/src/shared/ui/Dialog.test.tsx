import { fireEvent, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { expect, test } from 'vitest';
import { renderPart } from '@/testing/render';
import { Dialog } from './Dialog';

function Two() {
  const [open, setOpen] = useState({ outer: true, inner: false });
  return (
    <>
      {open.outer && (
        <Dialog title="A change of many" onClose={() => setOpen((before) => ({ ...before, outer: false }))}>
          <button onClick={() => setOpen((before) => ({ ...before, inner: true }))}>Save it</button>
          {open.inner && (
            <Dialog title="Its name" onClose={() => setOpen((before) => ({ ...before, inner: false }))}>
              A name
            </Dialog>
          )}
        </Dialog>
      )}
    </>
  );
}

test('S1.5 Escape closes the dialog on top alone, and the next one closes the one below', async () => {
  renderPart(<Two />);
  fireEvent.click(await screen.findByRole('button', { name: 'Save it' }));
  expect(await screen.findByRole('dialog', { name: 'Its name' })).toBeInTheDocument();
  fireEvent.keyDown(document.body, { key: 'Escape' });
  await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Its name' })).not.toBeInTheDocument());
  expect(screen.getByRole('dialog', { name: 'A change of many', hidden: true })).toBeInTheDocument();
  fireEvent.keyDown(document.body, { key: 'Escape' });
  await waitFor(() => expect(screen.queryByRole('dialog', { name: 'A change of many' })).not.toBeInTheDocument());
});
