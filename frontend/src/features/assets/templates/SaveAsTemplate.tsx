import { notifications } from '@mantine/notifications';
import type { FieldCatalogue } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import type { EditLine } from '../bulk/bulkEdit';
import { useTemplateWrites } from './templateApi';
import { TemplateDialog } from './TemplateDialog';
import { newTemplateLine } from './templateLines';

/** Keeps a change that is about to be made under a name. */
export function SaveAsTemplate({ lines, catalogue, onClose }: { lines: readonly EditLine[]; catalogue: FieldCatalogue; onClose: () => void }) {
  const t = useT();
  const { create } = useTemplateWrites();
  return (
    <TemplateDialog
      template={null}
      lines={lines.map(newTemplateLine)}
      catalogue={catalogue}
      error={create.error}
      pending={create.isPending}
      onSubmit={({ content, ...wishes }) =>
        create.mutate(
          { ...wishes, ...content },
          {
            onSuccess: (template) => {
              notifications.show({ message: t('templates.saved', { name: template.name }) });
              onClose();
            },
          },
        )
      }
      onClose={onClose}
    />
  );
}
