import { useState, type DragEvent } from 'react';
import { Button, Checkbox, FileButton, Group, Stack, Text } from '@mantine/core';
import { useNavigate } from 'react-router';
import type { Reference } from '@/shared/api/types';
import { formatBytes } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconFileSpreadsheet, IconUpload } from '@/shared/ui/icons';
import { PageFrame } from '@/shared/ui/PageFrame';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { ReferenceSelect } from '@/shared/ui/ReferenceSelect';
import { useUpload } from '../api/importQueries';
import classes from './Import.module.css';

const ACCEPT = '.csv,.tsv,.txt,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export function ImportStartPage() {
  const t = useT();
  const navigate = useNavigate();
  const { client, to } = useTenant();
  const upload = useUpload();
  const [file, setFile] = useState<File | null>(null);
  const [owner, setOwner] = useState<Reference | null>(client === null ? null : { id: client.id, label: client.name });
  const [createMissing, setCreateMissing] = useState(false);

  const start = (): void => {
    if (file === null) return;
    upload.mutate(
      { file, clientId: owner?.id ?? null, createMissing },
      { onSuccess: (record) => void navigate(`${to(`/imports/${record.id}`)}${createMissing ? '?missing=1' : ''}`) },
    );
  };
  return (
    <PageFrame title={t('imports.new')}>
      <Stack gap="lg">
        {upload.isError && <ProblemAlert error={upload.error} />}
        <DropArea file={file} onFile={setFile} />
        <div className={classes['options']}>
          <ReferenceSelect
            kind="client"
            clientId={null}
            label={t('imports.client')}
            description={t('imports.clientHelp')}
            placeholder={t('imports.clientNone')}
            clearable
            value={owner}
            onChange={setOwner}
          />
          <Checkbox
            label={t('imports.createMissing')}
            description={t('imports.createMissingHelp')}
            checked={createMissing}
            onChange={(event) => setCreateMissing(event.currentTarget.checked)}
          />
        </div>
        <Group gap="sm">
          <Button disabled={file === null} loading={upload.isPending} onClick={start}>
            {t('imports.upload')}
          </Button>
          <Button variant="subtle" onClick={() => void navigate(to('/imports'))}>
            {t('common.cancel')}
          </Button>
        </Group>
      </Stack>
    </PageFrame>
  );
}

function DropArea({ file, onFile }: { file: File | null; onFile: (file: File | null) => void }) {
  const t = useT();
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const [dropped] = event.dataTransfer.files;
    if (dropped !== undefined) onFile(dropped);
  };
  return (
    // Dropping is the pointer's way; the button inside does the same from the keyboard.
     
    <div
      className={classes['drop']}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {file === null ? <IconUpload size={26} stroke={1.5} aria-hidden /> : <IconFileSpreadsheet size={26} stroke={1.5} aria-hidden />}
      <div role="status">
        {file === null ? (
          <Text fw={500}>{t('imports.drop')}</Text>
        ) : (
          <Text fw={500}>
            <bdi>{file.name}</bdi>{' '}
            <Text span c="dimmed" size="sm">
              {formatBytes(file.size)}
            </Text>
          </Text>
        )}
      </div>
      <FileButton accept={ACCEPT} onChange={onFile} inputProps={{ 'aria-label': t('imports.chooseFile') }}>
        {(props) => (
          <Button {...props} variant="default">
            {file === null ? t('imports.chooseFile') : t('imports.chooseOther')}
          </Button>
        )}
      </FileButton>
      <Text size="xs" c="dimmed">
        {t('imports.formats')}
      </Text>
    </div>
  );
}
