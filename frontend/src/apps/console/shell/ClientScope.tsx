import { useMemo, useState } from 'react';
import { Combobox, InputBase, useCombobox } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useLocation, useNavigate } from 'react-router';
import type { ClientSummary } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconCheck } from '@/shared/ui/icons';
import classes from './Shell.module.css';

const SHOWN = 60;
const RECENT = 5;

/** The clients one was in last, then all others in their order. */
function recentFirst(clients: readonly ClientSummary[], recent: readonly string[]): ClientSummary[] {
  const known = recent.flatMap((segment) => clients.find((item) => item.slug === segment) ?? []);
  return [...known, ...clients.filter((item) => !known.includes(item))];
}

/** Narrows the whole workspace to one client. Typing filters; choosing changes the path, so every request follows. */
export function ClientScope() {
  const t = useT();
  const navigate = useNavigate();
  const location = useLocation();
  const { context, client, slug } = useTenant();
  const [typed, setTyped] = useState<string | null>(null);
  const [recent, setRecent] = useLocalStorage<string[]>({ key: `quarterdeck.clients.${slug}`, defaultValue: [], getInitialValueInEffect: false });
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      setTyped(null);
    },
    onDropdownOpen: () => combobox.updateSelectedOptionIndex('active'),
  });
  const all = t('client.all');
  const found = useMemo(() => {
    const needle = (typed ?? '').trim().toLowerCase();
    if (needle === '') return recentFirst(context.clients, recent).slice(0, SHOWN);
    return context.clients.filter((item) => item.name.toLowerCase().includes(needle)).slice(0, SHOWN);
  }, [context.clients, typed, recent]);

  const choose = (segment: string): void => {
    const page = location.pathname.split('/')[4] ?? 'assets';
    combobox.closeDropdown();
    if (segment !== 'all') setRecent((before) => [segment, ...before.filter((slugged) => slugged !== segment)].slice(0, RECENT));
    void navigate(`/t/${slug}/${segment}/${page}`);
  };

  return (
    <Combobox store={combobox} onOptionSubmit={choose} width={280} position="bottom-start" shadow="md" radius="md">
      <Combobox.Target withExpandedAttribute>
        <InputBase
          size="sm"
          className={classes['clientScope'] ?? ''}
          aria-label={t('client.scope')}
          role="combobox"
          data-all={client === null || undefined}
          rightSection={<Combobox.Chevron />}
          rightSectionPointerEvents="none"
          value={typed ?? client?.name ?? all}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            combobox.openDropdown();
            queueMicrotask(() => combobox.selectFirstOption());
          }}
          onClick={() => combobox.openDropdown()}
          onFocus={(event) => event.currentTarget.select()}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options mah={320} className={classes['scrollList'] ?? ''} aria-label={t('client.scope')}>
          {(typed === null || all.toLowerCase().includes(typed.trim().toLowerCase())) && (
            <ScopeOption segment="all" name={all} active={client === null} />
          )}
          {found.map((item) => (
            <ScopeOption key={item.id} segment={item.slug} name={item.name} active={item.id === client?.id} />
          ))}
          {found.length === 0 && <Combobox.Empty>{t('client.noneFound')}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

function ScopeOption({ segment, name, active }: { segment: string; name: string; active: boolean }) {
  return (
    <Combobox.Option value={segment} active={active} className={classes['scopeOption'] ?? ''}>
      <span className="qd-truncate">{name}</span>
      {active && <IconCheck size={14} aria-hidden />}
    </Combobox.Option>
  );
}
