import { useState, type SubmitEvent } from 'react';
import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { merging } from '@/shared/i18n/en/merging';
import { addMessages, useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Dialog } from '@/shared/ui/Dialog';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { AnotherAsset } from './AnotherAsset';
import { mergeProposalQuery, MOST_MERGED, useMergeAssets, type MergeAsset, type MergeProposal } from './mergeApi';
import classes from './Merging.module.css';
import { MergeTable } from './MergeTable';

addMessages(merging);

interface MergeDialogProps {
  ids: readonly string[];
  onMerged: (done: { survivor: MergeAsset; gone: readonly MergeAsset[]; changeSet: string | null }) => void;
  onClose: () => void;
}

/** Several records of one machine: which one stays, what it keeps, and what becomes of the others. */
export function MergeDialog({ ids: asked, onMerged, onClose }: MergeDialogProps) {
  const t = useT();
  const { slug } = useTenant();
  const [ids, setIds] = useState(asked);
  const [survivor, setSurvivor] = useState(asked[0] ?? '');
  const others = ids.filter((id) => id !== survivor);
  const proposal = useQuery({ ...mergeProposalQuery(slug, survivor, others), placeholderData: keepPreviousData });
  const drop = (id: string): void => {
    const rest = ids.filter((each) => each !== id);
    setIds(rest);
    if (id === survivor) setSurvivor(rest[0] ?? '');
  };
  return (
    <Dialog onClose={onClose} size={1000} closeOnClickOutside={false} title={t('merging.title')}>
      <Stack gap="md">
        <Text size="sm">{t('merging.help')}</Text>
        {ids.length < MOST_MERGED && <AnotherAsset known={ids} onChoose={(id) => setIds([...ids, id])} />}
        {proposal.isPending && <Loading />}
        {proposal.isError && <ProblemAlert error={proposal.error} onRetry={() => void proposal.refetch()} />}
        {proposal.isError && ids.length > asked.length && (
          <Button variant="default" className={classes['back'] ?? ''} onClick={() => setIds(ids.slice(0, -1))}>
            {t('merging.leaveLast')}
          </Button>
        )}
        {proposal.data !== undefined && !proposal.isError && (
          <MergeForm
            proposal={proposal.data}
            order={ids}
            isCurrent={!proposal.isPlaceholderData}
            onSurvivor={setSurvivor}
            onDrop={ids.length > 1 ? drop : null}
            onMerged={onMerged}
            onClose={onClose}
            onChangedMeanwhile={() => void proposal.refetch()}
          />
        )}
      </Stack>
    </Dialog>
  );
}

interface MergeFormProps extends Pick<MergeDialogProps, 'onMerged' | 'onClose'> {
  proposal: MergeProposal;
  /** The columns stay where they are when another one is to survive. */
  order: readonly string[];
  isCurrent: boolean;
  onSurvivor: (id: string) => void;
  onDrop: ((id: string) => void) | null;
  onChangedMeanwhile: () => void;
}

function MergeForm({ proposal, order, isCurrent, onSurvivor, onDrop, onMerged, onClose, onChangedMeanwhile }: MergeFormProps) {
  const t = useT();
  const [choices, setChoices] = useState<Readonly<Record<string, string>>>({});
  const [reason, setReason] = useState('');
  const merge = useMergeAssets();
  const [survivor, ...gone] = proposal.assets;
  if (survivor === undefined) return null;
  const present = Object.fromEntries(Object.entries(choices).filter(([, id]) => proposal.assets.some((each) => each.id === id)));
  const mayRun = isCurrent && gone.length > 0;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!mayRun || merge.isPending) return;
    merge.mutate(
      { survivor, others: gone.map((each) => each.id), fields: present, reason: reason.trim() },
      { onSuccess: ({ changeSet }) => onMerged({ survivor, gone, changeSet }), onError: onChangedMeanwhile },
    );
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <MergeTable
          proposal={proposal}
          order={order}
          choices={present}
          onChoose={(field, id) => setChoices((before) => ({ ...before, [field]: id }))}
          onSurvivor={onSurvivor}
          onDrop={onDrop}
        />
        <TextInput label={t('merging.reason')} value={reason} maxLength={500} onChange={(event) => setReason(event.currentTarget.value)} />
        {merge.isError && <ProblemAlert error={merge.error} />}
        <Text size="sm" role="status">
          {gone.length === 0
            ? t('merging.chooseOther')
            : t('merging.summary', { tags: gone.map((each) => each.tag).join(', '), tag: survivor.tag, count: gone.length })}
        </Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={merge.isPending} aria-disabled={!mayRun} data-disabled={!mayRun}>
            {t('merging.run', { tag: survivor.tag })}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
