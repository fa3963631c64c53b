import { useState, type SubmitEvent } from 'react';
import { Alert, Button, Group, MultiSelect, NumberInput, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core';
import { isProblem } from '@/shared/api/problem';
import { isRecord } from '@/shared/api/record';
import type { FlagState, FlagSwitch } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Dialog } from '@/shared/ui/Dialog';
import { FormErrors } from '@/shared/ui/FormErrors';
import { useSwitch, type FlagChange } from '../api/flagQueries';

interface SwitchDialogProps {
  flags: readonly FlagSwitch[];
  first: string;
  clients: readonly { id: string; name: string }[];
  onClose: () => void;
  onDone: () => void;
}

const EVERYONE: Record<FlagSwitch['kind'], readonly FlagState[]> = { module: ['on', 'off', 'staged'], screen: ['on', 'offered', 'off', 'staged'] };
const SOME: Record<FlagSwitch['kind'], readonly FlagState[]> = { module: ['on', 'off', 'inherit'], screen: ['on', 'offered', 'off', 'inherit'] };

/** One decision about a switch: for whom, what, and why. */
export function SwitchDialog({ flags, first, clients, onClose, onDone }: SwitchDialogProps) {
  const t = useT();
  const { slug, context } = useTenant();
  const save = useSwitch(slug);
  const mayAll = context.client_scope.mode === 'all';
  const [key, setKey] = useState(first);
  const [whole, setWhole] = useState(mayAll && clients.length === 0);
  const [chosen, setChosen] = useState<string[]>(clients.map((client) => client.id));
  const [state, setState] = useState<FlagState>('on');
  const [percent, setPercent] = useState<number | string>(10);
  const [reason, setReason] = useState('');
  const flag = flags.find((each) => each.key === key);
  if (flag === undefined) return null;
  const states = whole ? EVERYONE[flag.kind] : SOME[flag.kind];
  const shown = states.includes(state) ? state : 'on';
  const known = new Map([...context.clients, ...clients].map((client) => [client.id, client.name]));
  const labels: Record<string, string> = { reason: t('switches.reason'), percent: t('switches.percent'), client_ids: t('switches.clients'), state: t('switches.becomes') };

  const send = (version?: number): void => {
    const body: FlagChange = {
      state: shown,
      reason,
      ...(shown === 'staged' ? { percent: Number(percent) } : {}),
      ...(whole ? {} : { client_ids: chosen }),
    };
    save.mutate({ flag, body, ...(version === undefined ? {} : { version }) }, { onSuccess: onDone });
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    send();
  };
  return (
    <Dialog onClose={onClose} title={t('switches.changeTitle')} size="md" closeOnClickOutside={false}>
      <form onSubmit={submit}>
        <Changed error={save.error} onAgain={send} />
        {!isConflict(save.error) && <FormErrors error={save.error} labelOf={(field) => labels[field] ?? field} />}
        <Stack gap="md">
          <Select
            label={t('switches.switch')}
            allowDeselect={false}
            data={flags.map((each) => ({ value: each.key, label: each.label }))}
            value={key}
            description={flag.description}
            onChange={(next) => next !== null && setKey(next)}
          />
          <SegmentedControl
            aria-label={t('switches.forWhom')}
            data={[
              { value: 'all', label: t('switches.everyone'), disabled: !mayAll },
              { value: 'some', label: t('switches.someClients') },
            ]}
            value={whole ? 'all' : 'some'}
            onChange={(next) => setWhole(next === 'all')}
          />
          {!whole && (
            <MultiSelect
              id="field-client_ids"
              label={t('switches.clients')}
              required
              searchable
              data={[...known].map(([value, label]) => ({ value, label }))}
              value={chosen}
              onChange={setChosen}
            />
          )}
          <Select
            id="field-state"
            label={t('switches.becomes')}
            allowDeselect={false}
            data={states.map((each) => ({ value: each, label: t(`switches.choice.${each}`) }))}
            value={shown}
            onChange={(next) => setState(states.find((each) => each === next) ?? 'on')}
          />
          {shown === 'staged' && (
            <NumberInput id="field-percent" label={t('switches.percent')} description={t('switches.percentHelp')} min={0} max={100} suffix=" %" required value={percent} onChange={setPercent} />
          )}
          <TextInput id="field-reason" label={t('switches.reason')} description={t('switches.reasonHelp')} required maxLength={500} autoComplete="off" data-autofocus value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
          <Group gap="sm" justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={save.isPending} disabled={!whole && chosen.length === 0}>
              {t('switches.submit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

const isConflict = (error: unknown): boolean => isProblem(error) && error.status === 412;

/** Somebody was faster: what they decided, and the way to decide all the same. */
function Changed({ error, onAgain }: { error: unknown; onAgain: (version: number) => void }) {
  const t = useT();
  if (!isProblem(error) || error.status !== 412 || !isRecord(error.body.current)) return null;
  const { rule, version } = error.body.current;
  const latest = isRecord(rule) ? rule : {};
  return (
    <Alert color="yellow" mb="md" role="alert" title={error.message}>
      {typeof latest['reason'] === 'string' && (
        <Text size="sm" mb="xs">
          {t('switches.theirs', { who: String(latest['changed_by_label']), state: String(latest['state']), reason: latest['reason'] })}
        </Text>
      )}
      {typeof version === 'number' && (
        <Button size="compact-sm" variant="default" onClick={() => onAgain(version)}>
          {t('switches.again')}
        </Button>
      )}
    </Alert>
  );
}
