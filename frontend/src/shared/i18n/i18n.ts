import { en } from './en';
import type { LaterKey } from './en/later';
import { formatMessage } from './messageFormat';

/** What the first page needs, and what pages loaded later bring along by `addMessages`. */
export type MessageKey = keyof typeof en | LaterKey;
export type Values = Record<string, string | number | boolean | Date>;
export type Translate = (key: MessageKey, values?: Values) => string;

/** The one language there is. A second one is a second catalogue here, and `useT` then redraws on a change. */
const LANGUAGE = 'en';
const NO_VALUES: Values = {};

const messages = new Map<string, string>(Object.entries(en));

/** Set where sentences are shown as a translator might return them; see `pseudo`. */
let disguise: ((message: string) => string) | null = null;

export const setDisguise = (change: typeof disguise): void => {
  disguise = change;
};

/** Sentences of a page that is loaded on demand, so that they do not weigh on the first one. */
export const addMessages = (more: Readonly<Record<string, string>>): void => {
  for (const [key, message] of Object.entries(more)) messages.set(key, message);
};

/** A key that nothing says is shown as it is: visible, and harmless. */
export const translate: Translate = (key, values = NO_VALUES) => {
  const message = messages.get(key);
  if (message === undefined) return key;
  return formatMessage(disguise === null ? message : disguise(message), values, LANGUAGE);
};

/** The way to sentences for components. The same function every time, so it may stand among the dependencies of a memo. */
export const useT = (): Translate => translate;

export const isMessageKey = (key: string): key is MessageKey => messages.has(key);
