import { useSyncExternalStore } from 'react';
import i18next from 'i18next';
import { en } from './en';
import type { LaterKey } from './en/later';
import { formatMessage } from './messageFormat';

/** What the first page needs, and what pages loaded later bring along by `addMessages`. */
export type MessageKey = keyof typeof en | LaterKey;
export type Values = Record<string, string | number | boolean | Date>;
export type Translate = (key: MessageKey, values?: Values) => string;

/** Set where sentences are shown as a translator might return them; see `pseudo`. */
let disguise: ((message: string) => string) | null = null;

export const setDisguise = (change: typeof disguise): void => {
  disguise = change;
};

void i18next
  .use({
    type: 'i18nFormat',
    parse: (message: string, values: Values, language: string) => formatMessage(disguise === null ? message : disguise(message), values, language),
    addLookupKeys: (keys: string[]) => keys,
  })
  .init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    keySeparator: false,
    nsSeparator: false,
    initAsync: false,
    interpolation: { escapeValue: false },
  });

/** Sentences of a page that is loaded on demand, so that they do not weigh on the first one. */
export const addMessages = (messages: Readonly<Record<string, string>>): void => {
  i18next.addResources('en', 'translation', messages);
};

/** For code outside React; components use `useT` so a change of language redraws them. */
export const translate: Translate = (key, values) => i18next.t(key, values ?? {});

/** The same function until the language changes, so it may stand among the dependencies of a memo. */
export function useT(): Translate {
  return translatorOf(useSyncExternalStore(onLanguage, () => i18next.language));
}

function onLanguage(listener: () => void): () => void {
  i18next.on('languageChanged', listener);
  return () => i18next.off('languageChanged', listener);
}

const translators = new Map<string, Translate>();

/** One function per language: asked for in every cell of a list, so it must cost next to nothing. */
function translatorOf(language: string): Translate {
  const known = translators.get(language);
  if (known !== undefined) return known;
  const made: Translate = (key, values) => translate(key, values);
  translators.set(language, made);
  return made;
}

export const isMessageKey = (key: string): key is MessageKey => i18next.exists(key);
