import { useMemo, useState } from 'react';
import { Button, Group } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { FlagRow, FlagRule, FlagSwitch } from '@/shared/api/types';
import { ListGrid } from '@/shared/grid/ListGrid';
import type { GridColumn } from '@/shared/grid/types';
import { formatNumber } from '@/shared/i18n/format';
import { useT, type Translate } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Blank } from '@/shared/ui/Blank';
import { IconBuilding } from '@/shared/ui/icons';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { SearchInput } from '@/shared/ui/SearchInput';
import { StatusBadge } from '@/shared/ui/StatusBadge';
import { TableHead } from '@/shared/ui/TableHead';
import { flagRowSource, flagsQuery } from '../api/flagQueries';
import { SwitchDialog } from './SwitchDialog';
import { SwitchHistory } from './SwitchHistory';
import classes from './Settings.module.css';

interface Open {
  flag: FlagSwitch;
  clients: readonly { id: string; name: string }[];
}

/** What is on for whom: every switch with the tenant's decision, and below it clients by switches. */
export function SwitchesSection() {
  const t = useT();
  const { slug, context } = useTenant();
  const flags = useQuery(flagsQuery(slug));
  const [q, setQ] = useState('');
  const [settled] = useDebouncedValue(q, 200);
  const [round, setRound] = useState(0);
  const [open, setOpen] = useState<Open | null>(null);
  const [told, setTold] = useState<FlagSwitch | null>(null);
  const source = useMemo(() => flagRowSource(slug, settled, round), [slug, settled, round]);
  const columns = useMemo(() => matrixColumns(t, flags.data ?? []), [t, flags.data]);
  if (flags.isPending) return <Loading />;
  if (flags.isError) return <ProblemAlert error={flags.error} onRetry={() => void flags.refetch()} />;
  const first = flags.data[0];
  return (
    <>
      <SwitchTable flags={flags.data} maySetAll={context.client_scope.mode === 'all'} onChange={(flag) => setOpen({ flag, clients: [] })} onHistory={setTold} />
      <div className={classes['bar']} style={{ marginTop: 24 }}>
        <span>{t('switches.matrixHelp')}</span>
        <SearchInput label={t('clients.search')} value={q} onChange={setQ} />
      </div>
      <div className={classes['gridBox']}>
        <ListGrid
          module="flags"
          label={t('switches.matrix')}
          source={source}
          columns={columns}
          rowLabel={(row) => row.name}
          onOpen={(row) => first !== undefined && setOpen({ flag: first, clients: [row] })}
          card={(row) => row.name}
          empty={<Blank icon={<IconBuilding size={22} />} title={settled === '' ? t('clients.none') : t('clients.noMatch')} />}
        />
      </div>
      {open !== null && (
        <SwitchDialog
          flags={flags.data}
          first={open.flag.key}
          clients={open.clients}
          onClose={() => setOpen(null)}
          onDone={() => {
            setOpen(null);
            setRound((count) => count + 1);
          }}
        />
      )}
      {told !== null && <SwitchHistory flag={told} onClose={() => setTold(null)} />}
    </>
  );
}

interface SwitchTableProps {
  flags: readonly FlagSwitch[];
  maySetAll: boolean;
  onChange: (flag: FlagSwitch) => void;
  onHistory: (flag: FlagSwitch) => void;
}

function SwitchTable({ flags, onChange, onHistory }: SwitchTableProps) {
  const t = useT();
  return (
    <div className={classes['tableWrap']}>
      <table className={classes['table']}>
        <TableHead columns={[t('switches.switch'), t('switches.forAll'), t('switches.onFor'), t('switches.lastChange')]} />
        <tbody>
          {flags.map((flag) => (
            <tr key={flag.key}>
              <td>
                <strong>{flag.label}</strong>
                <div className={classes['hint']}>{flag.description}</div>
              </td>
              <td>
                <StateBadge rule={flag.rule} isOn={flag.default} />
              </td>
              <td>{t('switches.onForCount', { on: formatNumber(flag.on_for), all: formatNumber(flag.clients) })}</td>
              <td>{flag.rule === null ? <span className={classes['hint']}>{t('switches.never')}</span> : <RuleNote rule={flag.rule} />}</td>
              <td>
                <Group gap={4} wrap="nowrap" justify="flex-end">
                  <Button size="compact-sm" variant="subtle" aria-label={t('switches.historyOf', { name: flag.label })} onClick={() => onHistory(flag)}>
                    {t('switches.history')}
                  </Button>
                  <Button size="compact-sm" variant="default" aria-label={t('switches.changeNamed', { name: flag.label })} onClick={() => onChange(flag)}>
                    {t('switches.change')}
                  </Button>
                </Group>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function RuleNote({ rule }: { rule: FlagRule }) {
  return (
    <>
      <bdi>{rule.reason}</bdi>
      <div className={classes['hint']}>
        <bdi>{rule.changed_by_label}</bdi> · <RelativeTime at={rule.updated_at} />
      </div>
    </>
  );
}

function StateBadge({ rule, isOn }: { rule: FlagRule | null; isOn: boolean }) {
  const t = useT();
  const state = rule === null || rule.state === 'inherit' ? (isOn ? 'on' : 'off') : rule.state;
  const tone = state === 'on' ? 'success' : state === 'off' ? 'outline' : 'info';
  return <StatusBadge tone={tone}>{state === 'staged' ? t('switches.stagedAt', { percent: rule?.percent ?? 0 }) : t(`switches.state.${state}`)}</StatusBadge>;
}

const cellText = (t: Translate, row: FlagRow, key: string): string => {
  const cell = row.flags[key];
  return cell === undefined ? '' : `${t(cell.is_on ? 'switches.state.on' : 'switches.state.off')} · ${t(`switches.why.${cell.why}`)}`;
};

function matrixColumns(t: Translate, flags: readonly FlagSwitch[]): GridColumn<FlagRow>[] {
  return [
    { id: 'name', label: t('nav.clients'), width: 240, pin: 'left', canHide: false, render: (row) => <bdi>{row.name}</bdi>, text: (row) => row.name },
    ...flags.map((flag): GridColumn<FlagRow> => ({
      id: flag.key,
      label: flag.label,
      width: 210,
      render: (row) => {
        const cell = row.flags[flag.key];
        if (cell === undefined) return null;
        return (
          <span title={cell.rule === null ? undefined : `${cell.rule.reason} (${cell.rule.changed_by_label})`}>
            <StatusBadge tone={cell.is_on ? 'success' : 'outline'}>{t(cell.is_on ? 'switches.state.on' : 'switches.state.off')}</StatusBadge>{' '}
            <span className={classes['hint']}>{t(`switches.why.${cell.why}`)}</span>
          </span>
        );
      },
      text: (row) => cellText(t, row, flag.key),
    })),
  ];
}
