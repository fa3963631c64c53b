import { useState, type SubmitEvent } from 'react';
import { Anchor, Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { formatNumber } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconAlertTriangle, IconCheck } from '@/shared/ui/icons';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { junkPreviewQuery, useJunk, type JunkKind, type JunkPreview } from '../api/identityQueries';
import classes from './Identity.module.css';

/** Says how a value is judged and who carries it, and puts it on the list, or lets it count. */
export function TryValue({ kind }: { kind: JunkKind }) {
  const t = useT();
  const { slug, can } = useTenant();
  const [typed, setTyped] = useState('');
  const [note, setNote] = useState('');
  const [value] = useDebouncedValue(typed.trim(), 250);
  const preview = useQuery(junkPreviewQuery(slug, kind, value));
  const { say } = useJunk(slug);
  const judged = value === '' || value !== typed.trim() ? undefined : preview.data;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (judged === undefined) return;
    say.mutate({ kind, value, is_junk: !judged.is_junk, note: note.trim() || null }, { onSuccess: () => setNote('') });
  };
  return (
    <form onSubmit={submit} className={classes['try']} aria-label={t('junk.try')}>
      <TextInput
        label={t('junk.try')}
        placeholder={t(`junk.example.${kind}`)}
        maxLength={100}
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <div role="status" className={classes['judged']}>
        {judged !== undefined && <Judgement judged={judged} />}
      </div>
      {preview.isError && value !== '' && <ProblemAlert error={preview.error} />}
      {judged !== undefined && can('settings:manage') && (
        <div className={classes['add']}>
          <TextInput size="xs" label={t('junk.note')} maxLength={300} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
          <Button type="submit" variant="default" loading={say.isPending}>
            {t(judged.is_junk ? 'junk.letCount' : 'junk.add')}
          </Button>
        </div>
      )}
      {say.isError && <ProblemAlert error={say.error} />}
    </form>
  );
}

function Judgement({ judged }: { judged: JunkPreview }) {
  const t = useT();
  const { to } = useTenant();
  const counts = judged.identifies_as !== null;
  const Icon = counts ? IconCheck : IconAlertTriangle;
  return (
    <>
      <p className={classes['sentence']} data-counts={counts || undefined}>
        <Icon size={16} aria-hidden />
        <span>
          {counts ? t('junk.identifies', { value: judged.identifies_as ?? '' }) : t('junk.identifiesNothing')} <bdi>{judged.why}</bdi>
        </span>
      </p>
      <p className={classes['meta']}>
        {judged.assets === 0 ? t('junk.noAssets') : t(judged.is_more ? 'junk.assetsMore' : 'junk.assets', { count: judged.assets, shown: formatNumber(judged.assets) })}{' '}
        {judged.samples.map((asset) => (
          <Anchor key={asset.id} component={Link} to={to(`/assets?open=${asset.id}&tab=identity`)} size="xs" className={classes['sample'] ?? ''}>
            {asset.tag}
          </Anchor>
        ))}
      </p>
    </>
  );
}
