import { useState } from 'react';
import { Button, Select, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Precedence, PrecedenceRule } from '@/shared/api/provenance';
import type { Reference } from '@/shared/api/types';
import { isMessageKey, useT, type Translate } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { ReferenceSelect } from '@/shared/ui/ReferenceSelect';
import { precedenceQuery, useSavePrecedence } from '../api/precedenceQueries';
import classes from './Precedence.module.css';
import { PrecedencePreview } from './PrecedencePreview';
import { RuleEditor } from './RuleEditor';

/** Whose word stands when sources disagree: for all clients, or for one. */
export function PrecedenceSection() {
  const t = useT();
  const { slug } = useTenant();
  const [client, setClient] = useState<Reference | null>(null);
  const found = useQuery(precedenceQuery(slug, client?.id ?? null));
  return (
    <>
      <Text size="sm" className={classes['intro'] ?? ''}>
        {t('precedence.intro')}
      </Text>
      <ReferenceSelect
        kind="client"
        clientId={null}
        label={t('precedence.scope')}
        placeholder={t('precedence.scopeAll')}
        clearable
        className={classes['scope'] ?? ''}
        value={client}
        onChange={setClient}
      />
      {found.isPending && <Loading />}
      {found.isError && <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />}
      {found.data !== undefined && (
        <Rules key={client?.id ?? 'all'} clientId={client?.id ?? null} told={found.data.data} etag={found.data.etag} />
      )}
    </>
  );
}

const same = (one: readonly PrecedenceRule[], other: readonly PrecedenceRule[]): boolean => {
  const sorted = (rules: readonly PrecedenceRule[]) => JSON.stringify([...rules].sort((a, b) => a.target.localeCompare(b.target)));
  return sorted(one) === sorted(other);
};

const classText = (t: Translate, key: string, part: '' | 'Help'): string => {
  const message = `precedence.class.${key}${part}`;
  return isMessageKey(message) ? t(message) : key;
};

function Rules({ clientId, told, etag }: { clientId: string | null; told: Precedence; etag: string | null }) {
  const t = useT();
  const { slug } = useTenant();
  const save = useSavePrecedence(slug);
  const [rules, setRules] = useState<PrecedenceRule[]>(told.rules);
  const [before, setBefore] = useState<PrecedenceRule[] | null>(null);
  const put = (rule: PrecedenceRule): void => setRules((known) => [...known.filter((each) => each.target !== rule.target), rule]);
  const drop = (target: string): void => setRules((known) => known.filter((each) => each.target !== target));
  const commit = (wanted: PrecedenceRule[], former: PrecedenceRule[] | null): void =>
    save.mutate(
      { clientId, rules: wanted, etag },
      {
        onSuccess: () => {
          setRules(wanted);
          setBefore(former);
        },
      },
    );
  const classKeys = new Set<string>(told.classes.map((each) => each.key));
  const fields = told.classes.flatMap((each) => each.fields.map((field) => ({ ...field, group: each })));
  const exceptions = rules.filter((rule) => !classKeys.has(rule.target));
  const free = fields.filter((field) => field.rivalled && !exceptions.some((rule) => rule.target === field.id));
  const inForce = (key: string): PrecedenceRule | undefined => rules.find((rule) => rule.target === key);
  const shared = { sources: told.sources, onChange: put };
  return (
    <>
      {told.classes.map((group) => (
        <RuleEditor
          key={group.key}
          {...shared}
          target={group.key}
          title={classText(t, group.key, '')}
          help={classText(t, group.key, 'Help')}
          rule={inForce(group.key) ?? { target: group.key, mode: group.inherited.mode, sources: group.inherited.sources }}
          state={inForce(group.key) !== undefined ? 'own' : group.inherited.origin === 'tenant' ? 'inherited' : 'default'}
          onReset={() => drop(group.key)}
        />
      ))}
      <h3 className={classes['heading']}>{t('precedence.exceptions')}</h3>
      {exceptions.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('precedence.exceptionsNone')}
        </Text>
      )}
      {exceptions.map((rule) => (
        <RuleEditor
          key={rule.target}
          {...shared}
          target={rule.target}
          title={fields.find((field) => field.id === rule.target)?.label ?? rule.target}
          rule={rule}
          state="own"
          onReset={() => drop(rule.target)}
        />
      ))}
      <Select
        searchable
        className={classes['scope'] ?? ''}
        aria-label={t('precedence.addException')}
        placeholder={t('precedence.addException')}
        data={free.map((field) => ({ value: field.id, label: field.label }))}
        value={null}
        onChange={(id) => {
          const group = fields.find((field) => field.id === id)?.group;
          if (id !== null && group !== undefined) put({ ...(inForce(group.key) ?? group.inherited), target: id });
        }}
      />
      <PrecedencePreview clientId={clientId} rules={rules} />
      {save.isError && <ProblemAlert error={save.error} />}
      <div className={classes['bar']}>
        <Button disabled={same(rules, told.rules)} loading={save.isPending} onClick={() => commit(rules, told.rules)}>
          {t('precedence.save')}
        </Button>
        <Button variant="default" disabled={same(rules, told.rules)} onClick={() => setRules(told.rules)}>
          {t('precedence.discard')}
        </Button>
        <Button variant="subtle" disabled={rules.length === 0} onClick={() => setRules([])}>
          {t('precedence.resetAll')}
        </Button>
        <span role="status">
          {before !== null && same(rules, told.rules) && (
            <>
              {t('precedence.saved')}{' '}
              <Button size="compact-sm" variant="subtle" onClick={() => commit(before, null)}>
                {t('precedence.undo')}
              </Button>
            </>
          )}
        </span>
      </div>
    </>
  );
}
