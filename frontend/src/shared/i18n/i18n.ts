import { useMemo } from 'react';
import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { en } from './en';
import type { LaterKey } from './en/later';
import { formatMessage } from './messageFormat';

/** What the first page needs, and what pages loaded later bring along by `addMessages`. */
export type MessageKey = keyof typeof en | LaterKey;
export type Values = Record<string, string | number | boolean | Date>;
export type Translate = (key: MessageKey, values?: Values) => string;

void i18next
  .use({
    type: 'i18nFormat',
    parse: (message: string, values: Values, language: string) => formatMessage(message, values, language),
    addLookupKeys: (keys: string[]) => keys,
  })
  .use(initReactI18next)
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
  const { language } = useTranslation().i18n;
  return useMemo<Translate>(() => (language === '' ? translate : (key, values) => translate(key, values)), [language]);
}

export const isMessageKey = (key: string): key is MessageKey => i18next.exists(key);
