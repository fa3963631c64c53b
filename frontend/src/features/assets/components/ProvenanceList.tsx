import { useState } from 'react';
import { Button, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { FieldProvenance } from '@/shared/api/provenance';
import { useQueryClient } from '@tanstack/react-query';
import type { Asset, FieldCatalogue } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import '../provenanceMessages';
import { useTenant } from '@/shared/session/tenant';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { RecordDialog } from '@/shared/ui/RecordDialog';
import { assetQuery } from '../api/assetQueries';
import { useWriteProvenance, type ProvenanceWrite, type Told } from '../api/provenanceQueries';
import classes from './Provenance.module.css';
import { ProvenanceField } from './ProvenanceField';

interface ProvenanceListProps {
  asset: Asset;
  told: Told;
  catalogue: FieldCatalogue;
  onChanged: (asset: Asset) => void;
}

const isDisputed = (field: FieldProvenance): boolean => field.rivals.length > 0 || field.lock !== null;

/** Every field with its source, what others say instead, and its lock. */
export function ProvenanceList({ asset, told, catalogue, onChanged }: ProvenanceListProps) {
  const t = useT();
  const { slug, can } = useTenant();
  const queryClient = useQueryClient();
  const write = useWriteProvenance(slug, asset.id, told.etag);
  const disputed = told.data.fields.filter(isDisputed);
  const [all, setAll] = useState(disputed.length === 0);
  const [locking, setLocking] = useState<FieldProvenance | null>(null);
  const shown = all ? told.data.fields : disputed;
  const sourced = shown.filter((field) => field.source !== null);
  const unsourced = shown.filter((field) => field.source === null);

  const perform = (wanted: ProvenanceWrite, done?: () => void): void =>
    write.mutate(wanted, {
      onSuccess: () => {
        done?.();
        if (wanted.what === 'take') void queryClient.query({ ...assetQuery(slug, asset.id), staleTime: 0 }).then(onChanged);
      },
    });
  const line = (field: FieldProvenance) => (
    <ProvenanceField
      key={field.field}
      told={field}
      catalogue={catalogue}
      mayWrite={can('assets:write')}
      pending={write.isPending}
      onLock={() => {
        write.reset();
        setLocking(field);
      }}
      onUnlock={() => perform({ what: 'unlock', field: field.field })}
      onTake={(source, value) =>
        perform({ what: 'take', field: field.field, source }, () =>
          notifications.show({ message: t('provenance.taken', { field: field.label, value }) }),
        )
      }
    />
  );
  return (
    <section className={classes['section']} aria-labelledby="identity-values">
      <div className={classes['bar']}>
        <h3 id="identity-values" className={classes['heading']}>
          {t('provenance.values')}
        </h3>
        {disputed.length > 0 && (
          <Button size="compact-xs" variant="default" onClick={() => setAll(!all)}>
            {all ? t('provenance.disputed', { count: disputed.length }) : t('provenance.all')}
          </Button>
        )}
      </div>
      {write.isError && locking === null && <ProblemAlert error={write.error} />}
      {shown.length === 0 && <Text c="dimmed">{t('provenance.noneDisputed')}</Text>}
      <ul className={classes['cards']}>{sourced.map(line)}</ul>
      {unsourced.length > 0 && (
        <>
          <p className={classes['unsourced']}>
            <strong>{t('provenance.unknown', { count: unsourced.length })}</strong> {t('provenance.unknownHelp')}
          </p>
          <ul className={classes['cards']}>{unsourced.map(line)}</ul>
        </>
      )}
      {locking !== null && (
        <RecordDialog
          title={t('provenance.lock', { field: locking.label })}
          submitLabel={t('provenance.lockAction')}
          fields={[{ id: 'reason', label: t('provenance.reason'), kind: 'long', required: true, description: t('provenance.reasonHelp') }]}
          initial={{ reason: '' }}
          error={write.error}
          pending={write.isPending}
          onClose={() => setLocking(null)}
          onSubmit={({ reason }) =>
            perform({ what: 'lock', field: locking.field, reason: typeof reason === 'string' ? reason : '' }, () => setLocking(null))
          }
        />
      )}
    </section>
  );
}
