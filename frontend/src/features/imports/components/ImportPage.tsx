import { Alert, Anchor, Button, Group, Progress, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { api, unwrap } from '@/shared/api/client';
import type { ImportRecord } from '@/shared/api/types';
import { formatNumber } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconAlertOctagon } from '@/shared/ui/icons';
import { Loading } from '@/shared/ui/Loading';
import { PageFrame } from '@/shared/ui/PageFrame';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { StatusBadge } from '@/shared/ui/StatusBadge';
import { importQuery, isMoving, useImportSteps } from '../api/importQueries';
import { importState, problemOfImport } from '../importLabels';
import { ImportSteps } from './ImportSteps';
import { MappingStep } from './MappingStep';
import { OutcomeStep } from './OutcomeStep';

/** One import from mapping to result. Its address is its memory: leave and come back at any step. */
export function ImportPage() {
  const t = useT();
  const { importId = '' } = useParams();
  const { slug, to } = useTenant();
  const record = useQuery(importQuery(slug, importId));
  if (record.isPending) return <Loading />;
  if (record.isError) return <ProblemAlert error={record.error} onRetry={() => void record.refetch()} />;
  const state = importState(t, record.data.state);
  return (
    <PageFrame
      layout="wide"
      title={record.data.file.name}
      count={<StatusBadge tone={state.tone}>{state.label}</StatusBadge>}
      trail={
        <Anchor component={Link} to={to('/imports')} size="xs">
          {t('nav.imports')}
        </Anchor>
      }
    >
      <ImportBody record={record.data} />
    </PageFrame>
  );
}

function ImportBody({ record }: { record: ImportRecord }) {
  const t = useT();
  const navigate = useNavigate();
  const { slug, to } = useTenant();
  const [params, setParams] = useSearchParams();
  const steps = useImportSteps(slug, record.id);
  const createMissing = params.get('missing') === '1' || record.create_missing;
  const remapping = params.get('step') === 'map' && record.state === 'checked';
  const run = (dryRun: boolean): void => steps.run.mutate({ dry_run: dryRun, create_missing: createMissing });
  const setMissing = (missing: boolean): void => setParams(missing ? { missing: '1' } : {}, { replace: true });
  const problem = problemOfImport(record);
  const failure = steps.map.error ?? steps.run.error ?? steps.remove.error;

  return (
    <>
      <ImportSteps record={record} />
      {problem !== null && (
        <Alert role="alert" color="red" mb="md" icon={<IconAlertOctagon size={18} aria-hidden />} title={t('imports.stopped')}>
          {problem}
        </Alert>
      )}
      {failure !== null && <ProblemAlert error={failure} />}
      {isMoving(record) && <Working record={record} />}
      {(record.state === 'mapped' || remapping) && (
        <MappingStep
          record={record}
          createMissing={createMissing}
          onCreateMissing={setMissing}
          pending={steps.map.isPending || steps.run.isPending}
          onCheck={(columns) => steps.map.mutate(columns, { onSuccess: () => run(true) })}
        />
      )}
      {record.state === 'checked' && !remapping && (
        <OutcomeStep record={record}>
          <Button loading={steps.run.isPending} onClick={() => run(false)}>
            {t('imports.run', { count: record.counts.created + record.counts.updated })}
          </Button>
          <Button variant="default" onClick={() => setParams({ step: 'map', ...(createMissing ? { missing: '1' } : {}) })}>
            {t('imports.changeMapping')}
          </Button>
        </OutcomeStep>
      )}
      {record.state === 'finished' && (
        <OutcomeStep record={record}>
          <Button component={Link} to={to(`/assets?q=${encodeURIComponent(`import=${record.id}`)}`)}>
            {t('imports.showAssets')}
          </Button>
          <Button component={Link} to={to('/imports/new')} variant="default">
            {t('imports.another')}
          </Button>
        </OutcomeStep>
      )}
      {(record.state === 'failed' || record.state === 'cancelled') && (
        <Group gap="sm" mt="md">
          <Button component={Link} to={to('/imports/new')}>
            {t('imports.startAgain')}
          </Button>
          <Button
            variant="subtle"
            color="red"
            loading={steps.remove.isPending}
            onClick={() => steps.remove.mutate(undefined, { onSuccess: () => void navigate(to('/imports')) })}
          >
            {t('imports.delete')}
          </Button>
        </Group>
      )}
    </>
  );
}

const POLL_MS = 1_000;

function Working({ record }: { record: ImportRecord }) {
  const t = useT();
  const { slug, to } = useTenant();
  const id = record.job_id;
  const job = useQuery({
    queryKey: ['tenant', slug, 'import-job', id],
    queryFn: ({ signal }) => unwrap(api.GET('/jobs/{id}', { params: { path: { id: id ?? '' } }, signal })),
    enabled: id !== null,
    refetchInterval: POLL_MS,
  });
  const done = job.data?.progress.done ?? 0;
  const total = job.data?.progress.total ?? 0;
  return (
    <div role="status">
      <Text fw={500} mb={6}>
        {importState(t, record.state).label}
      </Text>
      <Progress value={total > 0 ? (done / total) * 100 : 100} animated={total === 0} aria-label={t('imports.progress')} />
      <Group justify="space-between" mt={6}>
        <Text size="sm" c="dimmed" className="qd-nums">
          {total > 0 ? t('imports.rowsDone', { done: formatNumber(done), total: formatNumber(total) }) : t('imports.safeToLeave')}
        </Text>
        {id !== null && (
          <Anchor component={Link} to={to(`/jobs/${id}`)} size="sm">
            {t('history.job')}
          </Anchor>
        )}
      </Group>
    </div>
  );
}
