import { useState } from 'react';
import { Button, Progress, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import type { Reference } from '@/shared/api/types';
import { isAbort } from '@/shared/api/problem';
import { formatBytes } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconAlertOctagon } from '@/shared/ui/icons';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { ReferenceSelect } from '@/shared/ui/ReferenceSelect';
import { limitsQuery } from '../../api/importQueries';
import { useUpload } from '../../api/useUpload';
import { pastedFile, pastedRows, refusalOf, type UploadRefusal } from '../../uploadRules';
import { STEPS } from '../../wizardSteps';
import { GuardedButton } from '../GuardedButton';
import { NotAllowed } from '../NotAllowed';
import { WizardFrame } from '../WizardFrame';
import { DropArea } from './DropArea';
import { PasteArea } from './PasteArea';
import { PresetPanel } from './PresetPanel';
import { TemplatePanel } from './TemplatePanel';
import { UnfinishedPanel } from './UnfinishedPanel';
import frame from '../Wizard.module.css';
import classes from './Upload.module.css';
import '../../messages';

const PLACES = STEPS.map((step) => ({ step, done: false, href: null }));

/** Step 1: a file or pasted rows go up; nothing is written to the record yet. */
export function UploadPage() {
  const { can } = useTenant();
  return can('imports:run') ? <UploadForm /> : <NotAllowed />;
}

function UploadForm() {
  const t = useT();
  const navigate = useNavigate();
  const { client, slug, to } = useTenant();
  const { upload, share, stop } = useUpload(slug);
  const [way, setWay] = useState<string | null>('file');
  const [file, setFile] = useState<File | null>(null);
  const [pasted, setPasted] = useState('');
  const [owner, setOwner] = useState<Reference | null>(client === null ? null : { id: client.id, label: client.name });
  const bytes = useQuery(limitsQuery(slug)).data?.max_upload_bytes;
  const limit = bytes === undefined ? null : formatBytes(bytes);

  const chosen = way === 'paste' ? (pastedRows(pasted) > 0 ? pastedFile(pasted, t('upload.pastedName')) : null) : file;
  const refusal = chosen === null ? null : refusalOf(chosen, bytes);
  const ready = chosen !== null && refusal === null;
  const start = (): void => {
    if (!ready) return;
    upload.mutate(
      { file: chosen, clientId: owner?.id ?? null },
      { onSuccess: (record) => void navigate(to(`/imports/${record.id}/sheet`)) },
    );
  };
  const foot = (
    <>
      <span className={frame['footNote']} id="wizard-note">{ready ? t('upload.nothingWritten') : t(way === 'paste' ? 'upload.pasteFirst' : 'upload.chooseFirst')}</span>
      <GuardedButton blocked={!ready} pending={upload.isPending} onNext={start}>
        {t('upload.next')}
      </GuardedButton>
    </>
  );

  return (
    <WizardFrame step="upload" places={PLACES} foot={foot}>
      <div className={classes['columns']}>
        <div className={classes['main']}>
          {upload.isError && !isAbort(upload.error) && <ProblemAlert error={upload.error} />}
          <Tabs value={way} onChange={setWay} keepMounted={false}>
            <Tabs.List mb="md">
              <Tabs.Tab value="file">{t('upload.file')}</Tabs.Tab>
              <Tabs.Tab value="paste">{t('upload.paste')}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="file">
              <DropArea file={file} limit={limit} refused={refusal !== null} onFile={setFile} />
            </Tabs.Panel>
            <Tabs.Panel value="paste">
              <PasteArea text={pasted} onChange={setPasted} />
            </Tabs.Panel>
          </Tabs>
          {refusal !== null && <Refusal refusal={refusal} limit={limit} />}
          {upload.isPending && (
            <div className={classes['progress']}>
              <Progress value={share * 100} mb={8} aria-label={t('upload.progress')} />
              <div className={classes['progressLine']}>
                <span role="status" className="qd-nums">
                  {share < 1
                    ? t('upload.sent', { percent: Math.floor(share * 100), size: formatBytes(chosen?.size ?? 0) })
                    : t('upload.examining')}
                </span>
                <Button size="compact-sm" variant="default" onClick={stop}>
                  {t('upload.stop')}
                </Button>
              </div>
            </div>
          )}
          <ReferenceSelect
            kind="client"
            clientId={null}
            maw={420}
            label={t('imports.client')}
            description={t('imports.clientHelp')}
            placeholder={t('imports.clientNone')}
            clearable
            value={owner}
            onChange={setOwner}
          />
        </div>
        <aside className={classes['side']} aria-label={t('upload.help')}>
          <UnfinishedPanel />
          <TemplatePanel />
          <PresetPanel />
        </aside>
      </div>
    </WizardFrame>
  );
}

function Refusal({ refusal, limit }: { refusal: UploadRefusal; limit: string | null }) {
  const t = useT();
  const words = { empty: t('upload.refused.empty'), tooLarge: t('upload.refused.tooLarge', { limit: limit ?? '' }), format: t('upload.refused.format') };
  return (
    <div role="alert" className={classes['refusal']}>
      <IconAlertOctagon size={16} aria-hidden />
      {words[refusal]}
    </div>
  );
}
