import { useState } from 'react';
import { ActionIcon, Button, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { notifications } from '@mantine/notifications';
import type { BulkTemplate, FieldCatalogue } from '@/shared/api/types';
import { templates as messages } from '@/shared/i18n/en/templates';
import { addMessages, useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Blank } from '@/shared/ui/Blank';
import { IconBolt, IconDotsVertical, IconPlus } from '@/shared/ui/icons';
import { Loading } from '@/shared/ui/Loading';
import { PageFrame } from '@/shared/ui/PageFrame';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { TableHead } from '@/shared/ui/TableHead';
import { useUndo } from '@/shared/undo/UndoProvider';
import { catalogueQuery } from '../api/assetQueries';
import { templatesQuery, useTemplateWrites } from './templateApi';
import { TemplateDialog } from './TemplateDialog';
import { phrasesOf } from './templateLines';
import classes from './Templates.module.css';
import { VersionsDialog } from './VersionsDialog';

addMessages(messages);

type Opened = { of: 'edit'; template: BulkTemplate | null } | { of: 'versions'; template: BulkTemplate } | null;

/** The templates one may run: what each does, whose it is, and what it was before. */
export function TemplatesPage() {
  const t = useT();
  const { slug, to } = useTenant();
  const catalogue = useQuery(catalogueQuery(slug));
  const list = useQuery(templatesQuery(slug));
  const [opened, setOpened] = useState<Opened>(null);
  const failed = catalogue.error ?? list.error;
  return (
    <PageFrame
      title={t('templates.title')}
      path={[{ label: t('nav.assets'), to: to('/assets') }, { label: t('templates.title') }]}
      layout="wide"
      actions={
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpened({ of: 'edit', template: null })}>
          {t('templates.new')}
        </Button>
      }
    >
      <p className={classes['intro']}>{t('templates.intro')}</p>
      {failed !== null && <ProblemAlert error={failed} onRetry={() => void Promise.all([catalogue.refetch(), list.refetch()])} />}
      {failed === null && (catalogue.data === undefined || list.data === undefined) && <Loading />}
      {list.data?.length === 0 && (
        <Blank icon={<IconBolt size={22} />} title={t('templates.none')}>
          {t('templates.noneHelp')}
        </Blank>
      )}
      {catalogue.data !== undefined && list.data !== undefined && (
        <>
          {list.data.length > 0 && <Table templates={list.data} catalogue={catalogue.data} onOpen={setOpened} />}
          <Dialogs opened={opened} catalogue={catalogue.data} onClose={() => setOpened(null)} />
        </>
      )}
    </PageFrame>
  );
}

function Dialogs({ opened, catalogue, onClose }: { opened: Opened; catalogue: FieldCatalogue; onClose: () => void }) {
  const t = useT();
  const { create, update } = useTemplateWrites();
  if (opened === null) return null;
  const done = (template: BulkTemplate): void => {
    onClose();
    notifications.show({ message: t('templates.saved', { name: template.name }) });
  };
  const close = (): void => {
    create.reset();
    update.reset();
    onClose();
  };
  if (opened.of === 'versions') {
    const { template } = opened;
    return (
      <VersionsDialog
        template={template}
        catalogue={catalogue}
        pending={update.isPending}
        error={update.error}
        onUse={({ operation, parameters }) => update.mutate({ template, change: { content: { operation, parameters } } }, { onSuccess: done })}
        onClose={close}
      />
    );
  }
  const { template } = opened;
  const saving = template === null ? create : update;
  return (
    <TemplateDialog
      template={template}
      catalogue={catalogue}
      error={saving.error}
      pending={saving.isPending}
      onSubmit={({ content, ...wishes }) => {
        if (template === null) create.mutate({ ...wishes, ...content }, { onSuccess: done });
        else update.mutate({ template, change: { ...wishes, content } }, { onSuccess: done });
      }}
      onClose={close}
    />
  );
}

interface TableProps {
  templates: readonly BulkTemplate[];
  catalogue: FieldCatalogue;
  onOpen: (opened: Opened) => void;
}

function Table({ templates, catalogue, onOpen }: TableProps) {
  const t = useT();
  const { context } = useTenant();
  const undo = useUndo();
  const { remove } = useTemplateWrites();
  const audience = ({ sharing, client_id: id }: BulkTemplate): string =>
    ({ private: t('templates.onlyMe'), client: context.clients.find((item) => item.id === id)?.name ?? t('templates.oneClient'), team: t('templates.team') })[sharing];
  return (
    <div className={classes['tableWrap']}>
      {remove.error !== null && <ProblemAlert error={remove.error} />}
      <table className={classes['table']}>
        <TableHead columns={[t('templates.name'), t('templates.does'), t('templates.sharedWith'), t('templates.owner'), t('templates.changed')]} />
        <tbody>
          {templates.map((template) => (
            <tr key={template.id}>
              <th scope="row">
                <bdi>{template.name}</bdi>
                {template.description !== '' && <bdi className={classes['note']}>{template.description}</bdi>}
              </th>
              <td>
                <ul className={classes['phrases']}>
                  {phrasesOf(template, catalogue, template.labels, t).map((phrase) => (
                    <li key={phrase}>
                      <bdi>{phrase}</bdi>
                    </li>
                  ))}
                </ul>
              </td>
              <td>
                <bdi>{audience(template)}</bdi>
              </td>
              <td>{template.is_mine ? t('templates.you') : <bdi>{template.owner_label}</bdi>}</td>
              <td>
                <RelativeTime at={template.updated_at} />
                <span className={classes['note']}>{t('templates.version', { version: template.version })}</span>
              </td>
              <td>
                <Menu position="bottom-end">
                  <Menu.Target>
                    <ActionIcon aria-label={t('templates.actionsNamed', { name: template.name })}>
                      <IconDotsVertical size={16} />
                    </ActionIcon>
                  </Menu.Target>
                  <Menu.Dropdown>
                    {template.may_edit && <Menu.Item onClick={() => onOpen({ of: 'edit', template })}>{t('common.edit')}</Menu.Item>}
                    <Menu.Item onClick={() => onOpen({ of: 'versions', template })}>{t('templates.versions')}</Menu.Item>
                    {template.may_edit && (
                      <Menu.Item
                        color="red"
                        onClick={() =>
                          remove.mutate(template, {
                            onSuccess: (changeSet) => {
                              const message = t('templates.deleted', { name: template.name });
                              undo.offer(message, changeSet === null ? null : { changeSet, what: message });
                            },
                          })
                        }
                      >
                        {t('templates.delete')}
                      </Menu.Item>
                    )}
                  </Menu.Dropdown>
                </Menu>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
