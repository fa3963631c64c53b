import { createContext, useContext, useEffect, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { MessageKey } from '@/shared/i18n/i18n';

export type ActionGroup = 'go' | 'create' | 'selection' | 'view' | 'help' | 'account';

/** One of several ways to do a thing, such as the kind of file of an export. */
export interface ActionChoice {
  id: string;
  label: string;
  perform: () => void;
}

/** One thing a person can do. The same list feeds the palette, the keyboard, the rail and the shortcut sheet. */
export interface Action {
  id: `${string}.${string}`;
  label: string;
  group: ActionGroup;
  /** Single keys, or a sequence such as "g a"; Ctrl combinations are written "ctrl+k". */
  hotkey?: string;
  icon?: ReactNode;
  /** Its place on the rail beside the list, counted from the top; the same everywhere. */
  rail?: number;
  /** A shorter word for the rail. */
  short?: string;
  /** Why it can't be done now. It stays where it is, and says so. */
  blocked?: string;
  choices?: readonly ActionChoice[];
  /** Takes something away: stands apart, in red. */
  danger?: boolean;
  perform: () => void;
}

/** The same without its key, for where the key means something else. */
export function withoutKey<A extends { hotkey?: string }>(action: A): A {
  const copy = { ...action };
  delete copy.hotkey;
  return copy;
}

export interface SearchHit {
  id: string;
  label: string;
  detail?: string;
  icon?: ReactNode;
  perform: () => void;
}

export interface SearchProvider {
  id: string;
  label: string;
  /** Typed first, it narrows the palette to this provider. */
  prefix?: string;
  /** Asked only when its prefix is typed. */
  onDemand?: boolean;
  search: (text: string, signal: AbortSignal) => Promise<SearchHit[]>;
}

/** A key that means something inside a part of the page, told by the part itself. */
export interface RegionKeys {
  title: MessageKey;
  lines: readonly { hotkey: string; label: MessageKey }[];
}

interface Registry {
  addActions: (owner: symbol, actions: readonly Action[]) => void;
  addProvider: (owner: symbol, provider: SearchProvider | null) => void;
  addKeys: (owner: symbol, keys: RegionKeys) => void;
  remove: (owner: symbol) => void;
}

interface Registered {
  actions: readonly Action[];
  providers: readonly SearchProvider[];
  keys: readonly RegionKeys[];
}

const RegistryContext = createContext<Registry | null>(null);
const RegisteredContext = createContext<Registered>({ actions: [], providers: [], keys: [] });

export function ActionsProvider({ children }: { children: ReactNode }) {
  const [actions, setActions] = useState<ReadonlyMap<symbol, readonly Action[]>>(new Map());
  const [providers, setProviders] = useState<ReadonlyMap<symbol, SearchProvider>>(new Map());
  const [keys, setKeys] = useState<ReadonlyMap<symbol, RegionKeys>>(new Map());
  const registry = useMemo<Registry>(
    () => ({
      addActions: (owner, list) =>
        setActions((before) => (sameActions(before.get(owner), list) ? before : new Map(before).set(owner, list))),
      addProvider: (owner, provider) => {
        if (provider !== null) setProviders((before) => new Map(before).set(owner, provider));
      },
      addKeys: (owner, own) => setKeys((before) => new Map(before).set(owner, own)),
      remove: (owner) => {
        setActions((before) => without(before, owner));
        setProviders((before) => without(before, owner));
        setKeys((before) => without(before, owner));
      },
    }),
    [],
  );
  const registered = useMemo(
    () => ({ actions: [...actions.values()].flat(), providers: [...providers.values()], keys: [...keys.values()] }),
    [actions, providers, keys],
  );
  return (
    <RegistryContext value={registry}>
      <RegisteredContext value={registered}>{children}</RegisteredContext>
    </RegistryContext>
  );
}

function without<V>(map: ReadonlyMap<symbol, V>, key: symbol): ReadonlyMap<symbol, V> {
  if (!map.has(key)) return map;
  const next = new Map(map);
  next.delete(key);
  return next;
}

/** Alike for whoever reads the list: what differs is only the closure behind it, and that is looked up when run. */
function sameActions(a: readonly Action[] | undefined, b: readonly Action[]): boolean {
  const signature = (list: readonly Action[]): string =>
    JSON.stringify(
      list.map(({ id, label, group, hotkey, rail, short, blocked, choices }) => [
        id, label, group, hotkey, rail, short, blocked, choices?.map((choice) => [choice.id, choice.label]),
      ]),
    );
  return a !== undefined && signature(a) === signature(b);
}

/** Offers actions for as long as the caller is on screen. A list made anew on every draw costs nothing. */
export function useActions(actions: readonly Action[]): void {
  const registry = useContext(RegistryContext);
  const owner = useRef(Symbol('actions'));
  const latest = useRef(actions);
  // Before anything is painted: a key acts on the selection that is seen, not on the one before.
  useLayoutEffect(() => {
    latest.current = actions;
  }, [actions]);
  useEffect(() => {
    const find = (id: string) => latest.current.find((action) => action.id === id);
    registry?.addActions(
      owner.current,
      actions.map((action) => ({
        ...action,
        perform: () => find(action.id)?.perform(),
        ...(action.choices === undefined
          ? {}
          : {
              choices: action.choices.map(({ id, label }) => ({
                id,
                label,
                perform: () => find(action.id)?.choices?.find((choice) => choice.id === id)?.perform(),
              })),
            }),
      })),
    );
  }, [registry, actions]);
  useEffect(() => {
    const mine = owner.current;
    return () => registry?.remove(mine);
  }, [registry]);
}

/** Offers a search to the palette. `id` and `label` name it; the search itself may be a new closure every time. */
export function useSearchProvider(provider: SearchProvider | null): void {
  const registry = useContext(RegistryContext);
  const owner = useRef(Symbol('provider'));
  const latest = useRef(provider);
  const { id, label, prefix, onDemand } = provider ?? { id: null, label: '', prefix: undefined, onDemand: undefined };
  useEffect(() => {
    latest.current = provider;
  }, [provider]);
  useEffect(() => {
    const mine = owner.current;
    if (id !== null) {
      registry?.addProvider(mine, {
        id,
        label,
        ...(prefix === undefined ? {} : { prefix }),
        ...(onDemand === undefined ? {} : { onDemand }),
        search: (text, signal) => latest.current?.search(text, signal) ?? Promise.resolve([]),
      });
    }
    return () => registry?.remove(mine);
  }, [registry, id, label, prefix, onDemand]);
}

/** Tells the sheet of shortcuts what the keys do inside a part of the page, for as long as it is there. `keys`: the same object as long as they are the same. */
export function useRegionKeySheet(keys: RegionKeys): void {
  const registry = useContext(RegistryContext);
  const owner = useRef(Symbol('keys'));
  useEffect(() => {
    const mine = owner.current;
    registry?.addKeys(mine, keys);
    return () => registry?.remove(mine);
  }, [registry, keys]);
}

export const useRegistered = (): Registered => useContext(RegisteredContext);
