import { useState } from 'react';
import { Anchor, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { BulkTemplate, FieldCatalogue } from '@/shared/api/types';
import { templates as messages } from '@/shared/i18n/en/templates';
import { addMessages, useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Blank } from '@/shared/ui/Blank';
import { Dialog } from '@/shared/ui/Dialog';
import { IconBolt } from '@/shared/ui/icons';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { templatesQuery } from './templateApi';
import { phrasesOf } from './templateLines';
import classes from './Templates.module.css';

addMessages(messages);

interface TemplatePickerProps {
  catalogue: FieldCatalogue;
  onPick: (template: BulkTemplate) => void;
  onClose: () => void;
}

/** Which template to run: found by typing, taken with Enter. */
export function TemplatePicker({ catalogue, onPick, onClose }: TemplatePickerProps) {
  const t = useT();
  const { slug, to } = useTenant();
  const [text, setText] = useState('');
  const list = useQuery(templatesQuery(slug));
  const needle = text.trim().toLowerCase();
  const found = (list.data ?? []).filter(({ name, description }) => `${name} ${description}`.toLowerCase().includes(needle));
  return (
    <Dialog onClose={onClose} title={t('templates.choose')} size="md">
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('templates.onSelection')}
        </Text>
        {list.isPending && <Loading />}
        {list.isError && <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />}
        {list.data?.length === 0 && (
          <Blank icon={<IconBolt size={22} />} title={t('templates.none')}>
            {t('templates.noneHelp')}
          </Blank>
        )}
        {list.data !== undefined && list.data.length > 0 && (
          <>
            <TextInput
              data-autofocus
              aria-label={t('templates.find')}
              placeholder={t('templates.find')}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              onKeyDown={(event) => {
                const first = found[0];
                if (event.key === 'Enter' && first !== undefined) onPick(first);
              }}
            />
            <ul className={classes['list']} aria-label={t('templates.title')}>
              {found.map((template) => (
                <li key={template.id}>
                  <UnstyledButton className={classes['choice'] ?? ''} onClick={() => onPick(template)}>
                    <strong>
                      <bdi>{template.name}</bdi>
                    </strong>
                    <bdi className={classes['note']}>{phrasesOf(template, catalogue, template.labels, t).join(' · ')}</bdi>
                  </UnstyledButton>
                </li>
              ))}
            </ul>
            {found.length === 0 && <Text size="sm">{t('templates.noneMatch')}</Text>}
          </>
        )}
        <Anchor component={Link} to={to('/assets/templates')} size="sm">
          {t('templates.manage')}
        </Anchor>
      </Stack>
    </Dialog>
  );
}
