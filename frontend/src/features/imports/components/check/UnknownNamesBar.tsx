import { useState } from 'react';
import { Button } from '@mantine/core';
import type { FixWrite, ImportFix, ImportIssues, MappedColumn } from '@/shared/api/importTypes';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconAlertTriangle } from '@/shared/ui/icons';
import { unknownClients, type UnknownNames } from '../../unknownNames';
import classes from './Check.module.css';
import { UnknownNamesDialog } from './UnknownNamesDialog';

interface UnknownNamesProps {
  recordId: string;
  columns: readonly MappedColumn[];
  pending: boolean;
  onFix: (body: FixWrite) => void;
  /** After each that the dialog has made. */
  onFixed: (made: ImportFix) => void;
}

/** Rows of clients nobody has entered would all be left out, so that is said before anything else. */
export function UnknownClientsBar({ issues, ...rest }: UnknownNamesProps & { issues: ImportIssues }) {
  const t = useT();
  const names = unknownClients(issues);
  if (names === null) return null;
  const alike = names.issue.values.filter((item) => item.suggestion !== null).length;
  return (
    <section className={classes['names']} aria-label={t('issue.unknown_client')}>
      <IconAlertTriangle size={18} aria-hidden />
      <p>
        <strong>{t('names.found.client', { rows: names.issue.rows, names: names.issue.names })}</strong>
        {alike > 0 && ` ${t('names.alike', { count: alike })}`}
      </p>
      <UnknownNamesActions names={names} prominent {...rest} />
    </section>
  );
}

interface UnknownNamesActionsProps extends UnknownNamesProps {
  names: UnknownNames;
  prominent?: boolean;
}

export function UnknownNamesActions({ names, prominent = false, recordId, columns, pending, onFix, onFixed }: UnknownNamesActionsProps) {
  const t = useT();
  const { can } = useTenant();
  const [deciding, setDeciding] = useState(false);
  const mayCreate = can('clients:write');
  const isClear = names.issue.values.every((item) => item.suggestion === null);
  const size = prominent ? 'compact-sm' : 'compact-xs';
  return (
    <div className={classes['namesActions']}>
      {mayCreate && (
        <Button size={size} variant={prominent && isClear ? 'filled' : 'default'} disabled={pending} onClick={() => onFix({ kind: 'create', code: names.code })}>
          {t(`names.create.${names.kind}`, { names: names.issue.names })}
        </Button>
      )}
      <Button size={size} variant={prominent && !(mayCreate && isClear) ? 'filled' : 'default'} disabled={pending} onClick={() => setDeciding(true)}>
        {t('names.decide')}
      </Button>
      {!mayCreate && <span>{t('names.mayNotCreate')}</span>}
      {deciding && <UnknownNamesDialog recordId={recordId} names={names} columns={columns} onFixed={onFixed} onClose={() => setDeciding(false)} />}
    </div>
  );
}
