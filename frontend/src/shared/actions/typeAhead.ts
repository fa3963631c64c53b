const PATIENCE_MS = 10_000;

/**
 * Keeps what is typed for a dialog that is on its way: on the page below, each key might be a command. Whatever has the
 * focus in the dialog gets it. Escape gives up waiting; the function that comes back lets go at once.
 */
export function typeAhead(onGiveUp: () => void): () => void {
  let text = '';
  const stop = (): void => {
    clearTimeout(patience);
    document.removeEventListener('keydown', onKey, { capture: true });
    document.removeEventListener('focusin', onFocus);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') {
      stop();
      onGiveUp();
    } else if (event.key === 'Backspace') text = text.slice(0, -1);
    else if (event.key.length === 1) text += event.key;
  };
  const onFocus = ({ target }: FocusEvent): void => {
    if (!(target instanceof HTMLElement) || target.closest('[role="dialog"]') === null) return;
    stop();
    if (text !== '' && target instanceof HTMLInputElement && !target.readOnly) insert(target, text);
  };
  const patience = setTimeout(stop, PATIENCE_MS);
  document.addEventListener('keydown', onKey, { capture: true });
  document.addEventListener('focusin', onFocus);
  return stop;
}

/** As if it were typed there: whoever listens to the field hears of it. */
function insert(field: HTMLInputElement, text: string): void {
  field.setRangeText(text, field.value.length, field.value.length, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText', data: text }));
}
