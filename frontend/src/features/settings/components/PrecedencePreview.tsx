import { useState } from 'react';
import { Select, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { PrecedencePreview as Preview, PrecedenceRule } from '@/shared/api/provenance';
import { isReference } from '@/shared/api/record';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { sourceName } from '@/shared/ui/sourceName';
import { assetSearchQuery, previewQuery } from '../api/precedenceQueries';
import classes from './Precedence.module.css';

const textOf = (value: unknown): string => {
  if (isReference(value)) return value.label;
  return value === null || value === undefined ? '—' : typeof value === 'string' ? value : JSON.stringify(value);
};

/** What the rules on the page, saved or not, would do to one asset. */
export function PrecedencePreview({ clientId, rules }: { clientId: string | null; rules: PrecedenceRule[] }) {
  const t = useT();
  const { slug } = useTenant();
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed.trim(), 200);
  const [asset, setAsset] = useState<{ value: string; label: string } | null>(null);
  const hits = useQuery(assetSearchQuery(slug, asked === asset?.label ? '' : asked));
  const options = (hits.data ?? []).map((hit) => ({ value: hit.id, label: [hit.tag, hit.name].filter(Boolean).join(' · ') }));
  const data = asset === null || options.some((option) => option.value === asset.value) ? options : [asset, ...options];
  return (
    <section className={classes['rule']} aria-label={t('precedence.preview')}>
      <h4 className={classes['ruleTitle']}>{t('precedence.preview')}</h4>
      <p className={classes['help']}>{t('precedence.previewHelp')}</p>
      <Select
        searchable
        clearable
        className={classes['scope'] ?? ''}
        aria-label={t('precedence.previewSearch')}
        placeholder={t('precedence.previewSearch')}
        data={data}
        filter={({ options: given }) => given}
        value={asset?.value ?? null}
        onSearchChange={setTyped}
        onChange={(id) => setAsset(data.find((option) => option.value === id) ?? null)}
      />
      {asset !== null && <Effect assetId={asset.value} clientId={clientId} rules={rules} />}
    </section>
  );
}

function Effect({ assetId, clientId, rules }: { assetId: string; clientId: string | null; rules: PrecedenceRule[] }) {
  const t = useT();
  const { slug } = useTenant();
  const found = useQuery(previewQuery(slug, assetId, clientId, rules));
  if (found.isPending) return <Loading />;
  if (found.isError) return <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data.fields.length === 0) return <Text size="sm">{t('precedence.previewNone')}</Text>;
  return (
    <div className={classes['tableWrap']}>
      <table className={classes['table']}>
        <thead>
          <tr>
            <th scope="col">{t('precedence.field')}</th>
            <th scope="col">{t('precedence.now')}</th>
            <th scope="col">{t('precedence.next')}</th>
          </tr>
        </thead>
        <tbody>
          {found.data.fields.map((field) => (
            <EffectRow key={field.field} field={field} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function EffectRow({ field }: { field: Preview['fields'][number] }) {
  const t = useT();
  return (
    <tr>
      <th scope="row">{field.label}</th>
      <td>
        <bdi>{textOf(field.value)}</bdi>
        {field.source !== null && <span className={classes['by']}>{sourceName(field.source.key)}</span>}
      </td>
      <td>
        {field.next === null ? (
          t(field.is_locked ? 'precedence.staysLocked' : 'precedence.stays')
        ) : (
          <>
            <bdi>{textOf(field.next.value)}</bdi>
            <span className={classes['by']}>{sourceName(field.next.source.key)}</span>
          </>
        )}
      </td>
    </tr>
  );
}
