import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { ActionIcon, Button, Combobox, Tooltip, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { FieldDefinition, FilterToken } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { IconArrowsSplit, IconCode, IconFilter } from '@/shared/ui/icons';
import { useHeld } from '@/shared/ui/useHeld';
import { AddCondition } from './AddCondition';
import classes from './FilterBar.module.css';
import { FilterTextInput } from './FilterTextInput';
import { FilterTokenPill } from './FilterTokenPill';
import { addTerm, quickText, quickToken, withoutToken, withTokenAs, type QuickFilter } from './filterText';
import { useFilterSuggestions, type Suggestion, type SuggestValues } from './useFilterSuggestions';

interface FilterBarProps {
  /** The filter as text: what the address carries. */
  text: string;
  tokens: readonly FilterToken[];
  fields: readonly FieldDefinition[];
  quick: readonly QuickFilter[];
  suggestValues: SuggestValues;
  matches: string | null;
  /** Whether the number is the last word; one still being counted is shown, and read out once it is there. */
  settled?: boolean;
  /** Why the text cannot be used, in sentences. */
  errors: readonly string[];
  onCommit: (text: string) => void;
}

export function FilterBar({ text, tokens, fields, quick, suggestValues, matches, settled = true, errors, onCommit }: FilterBarProps) {
  const t = useT();
  const [typed, setTyped] = useState('');
  const [joining, setJoining] = useState(false);
  const [asText, setAsText] = useState(false);
  // Half a second after the rows are there: who types on is not told of every step.
  const [announced] = useDebouncedValue(settled ? matches : null, 500);
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const { shown: suggestions, hold } = useHeld(useFilterSuggestions(typed, fields, suggestValues));

  const add = (term: string): void => {
    onCommit(addTerm(text, joining && text.trim() !== '' ? `OR ${term}` : term));
    setJoining(false);
  };
  const commitTyped = (term: string): void => {
    if (term.trim() === '') return;
    setTyped('');
    combobox.closeDropdown();
    add(term);
  };
  const choose = (id: string): void => {
    const suggestion = suggestions.find((item) => item.id === id);
    if (suggestion === undefined) return;
    if (suggestion.completes) commitTyped(suggestion.text);
    else setTyped(suggestion.text);
  };
  const remove = (token: FilterToken): void => {
    onCommit(withoutToken(text, token));
    input.current?.focus();
  };
  /** What has an editor opens it; the rest goes back to where it was typed. */
  const retype = (token: FilterToken): void => {
    onCommit(withoutToken(text, token));
    setTyped(token.text);
    input.current?.focus();
  };
  const focusToken = (place: number): void => {
    const pills = list.current?.querySelectorAll<HTMLElement>('[data-token]');
    if (pills === undefined) return;
    if (place >= pills.length) input.current?.focus();
    else pills[Math.max(0, place)]?.focus();
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const first = suggestions[0];
    if (event.key === 'Enter' && combobox.getSelectedOptionIndex() === -1) {
      event.preventDefault();
      commitTyped(typed);
    } else if (event.key === 'Tab' && !event.shiftKey && typed !== '' && first !== undefined && !first.completes) {
      event.preventDefault();
      choose(first.id);
    } else if (typed === '' && (event.key === 'Backspace' || event.key === 'ArrowLeft') && tokens.length > 0) {
      event.preventDefault();
      focusToken(tokens.length - 1);
    } else if (event.key === 'Escape') {
      combobox.closeDropdown();
    }
  };

  return (
    <div className={classes['root']} role="search" aria-label={t('filter.label')}>
      <Combobox store={combobox} onOptionSubmit={choose} width={320} position="bottom-start" shadow="md" radius="md">
        <Combobox.DropdownTarget>
          <div ref={list} className={classes['bar']} data-filled={tokens.length > 0 || undefined}>
            <IconFilter size={16} aria-hidden className={classes['icon']} />
            {asText && (
              <FilterTextInput
                text={text}
                onCommit={(next) => {
                  setAsText(false);
                  onCommit(next);
                }}
                onCancel={() => setAsText(false)}
              />
            )}
            {!asText && tokens.map((token, place) => (
              <FilterTokenPill
                key={`${String(token.start)}:${token.text}`}
                token={token}
                field={fields.find((item) => item.id === token.field)}
                onRemove={() => remove(token)}
                onRetype={() => retype(token)}
                onChange={(term) => onCommit(withTokenAs(text, token, term))}
                suggestValues={suggestValues}
                onWalk={(step) => focusToken(place + step)}
              />
            ))}
            {joining && <span className={classes['joining']}>{t('filter.orNext')}</span>}
            <Combobox.EventsTarget>
              <input
                ref={input}
                hidden={asText}
                id="filter-input"
                className={classes['input']}
                aria-label={t('filter.label')}
                placeholder={tokens.length === 0 ? t('filter.placeholder') : t('filter.more')}
                value={typed}
                autoComplete="off"
                spellCheck={false}
                onChange={(event) => {
                  setTyped(event.currentTarget.value);
                  combobox.openDropdown();
                  combobox.resetSelectedOption();
                }}
                onFocus={() => typed !== '' && combobox.openDropdown()}
                onBlur={() => combobox.closeDropdown()}
                onKeyDown={onKeyDown}
              />
            </Combobox.EventsTarget>
            <FilterTools
              text={text}
              joining={joining}
              asText={asText}
              onJoin={() => {
                setJoining(!joining);
                input.current?.focus();
              }}
              onAsText={() => setAsText(!asText)}
            >
              <AddCondition fields={fields} suggestValues={suggestValues} onAdd={add} />
            </FilterTools>
          </div>
        </Combobox.DropdownTarget>
        <Combobox.Dropdown hidden={suggestions.length === 0 || typed === ''} onPointerDownCapture={hold}>
          <SuggestionOptions suggestions={suggestions} />
        </Combobox.Dropdown>
      </Combobox>
      {errors.length > 0 && (
        <div role="alert" className={classes['errors']}>
          {errors.join(' ')}
        </div>
      )}
      <div className={classes['under']}>
        <QuickChips quick={quick} text={text} tokens={tokens} onCommit={onCommit} />
        <span className={classes['spacer']} />
        {matches !== null && (
          <span className={classes['matches']}>{matches}</span>
        )}
        <span role="status" className="qd-visually-hidden">
          {announced !== null && t('filter.found', { matches: announced })}
        </span>
        {text !== '' && (
          <Button size="compact-sm" variant="subtle" onClick={() => onCommit('')}>
            {t('filter.clear')}
          </Button>
        )}
      </div>
    </div>
  );
}

interface FilterToolsProps {
  text: string;
  joining: boolean;
  asText: boolean;
  onJoin: () => void;
  onAsText: () => void;
  children: ReactNode;
}

/** An alternative, a condition by choosing, and the whole as text. */
function FilterTools({ text, joining, asText, onJoin, onAsText, children }: FilterToolsProps) {
  const t = useT();
  const textLabel = asText ? t('filter.asTokens') : t('filter.asText');
  return (
    <>
      {text !== '' && !asText && (
        <Tooltip label={t('filter.orHelp')}>
          <ActionIcon size={26} aria-pressed={joining} aria-label={t('filter.orHelp')} onClick={onJoin}>
            <IconArrowsSplit size={16} />
          </ActionIcon>
        </Tooltip>
      )}
      {!asText && children}
      <Tooltip label={textLabel}>
        <ActionIcon size={26} aria-pressed={asText} aria-label={textLabel} onClick={onAsText}>
          <IconCode size={16} />
        </ActionIcon>
      </Tooltip>
    </>
  );
}

type QuickChipsProps = Pick<FilterBarProps, 'quick' | 'text' | 'tokens' | 'onCommit'>;

function QuickChips({ quick, text, tokens, onCommit }: QuickChipsProps) {
  return (
    <div className={classes['chips']}>
      {quick.map((item) => {
        const present = quickToken(tokens, item);
        return (
          <button
            key={item.id}
            type="button"
            className={classes['chip']}
            aria-pressed={present !== undefined}
            onClick={() => onCommit(present === undefined ? addTerm(text, quickText(item)) : withoutToken(text, present))}
          >
            {item.label}
          </button>
        );
      })}
    </div>
  );
}

function SuggestionOptions({ suggestions }: { suggestions: readonly Suggestion[] }) {
  const t = useT();
  return (
    <Combobox.Options aria-label={t('filter.suggestions')} className={classes['options'] ?? ''}>
      {suggestions.map((suggestion) => (
        <Combobox.Option key={suggestion.id} value={suggestion.id} className={classes['option'] ?? ''}>
          <span className="qd-truncate">{suggestion.label}</span>
          {suggestion.detail !== undefined && <span className={classes['detail']}>{suggestion.detail}</span>}
        </Combobox.Option>
      ))}
    </Combobox.Options>
  );
}
