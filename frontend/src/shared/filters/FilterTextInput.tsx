import { useState } from 'react';
import { useT } from '@/shared/i18n/i18n';
import classes from './FilterBar.module.css';

interface FilterTextInputProps {
  text: string;
  onCommit: (text: string) => void;
  onCancel: () => void;
}

/** The whole filter as it is written. Enter keeps it, Escape lets it be as it was. */
export function FilterTextInput({ text, onCommit, onCancel }: FilterTextInputProps) {
  const t = useT();
  const [typed, setTyped] = useState(text);
  return (
    <input
      className={`${classes['input'] ?? ''} qd-mono`}
      aria-label={t('filter.asText')}
      value={typed}
      autoComplete="off"
      spellCheck={false}
      ref={(element) => element?.focus()}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onCommit(typed.trim());
        else if (event.key === 'Escape') onCancel();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    />
  );
}
