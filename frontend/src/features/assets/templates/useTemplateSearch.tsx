import { useQueryClient } from '@tanstack/react-query';
import { useSearchProvider } from '@/shared/actions/registry';
import type { BulkTemplate } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconBolt } from '@/shared/ui/icons';
import { templatesQuery } from './templateApi';

const SHOWN = 6;

/** Templates in the palette, found by name: taken there, they run on the selection or on all in the list. */
export function useTemplateSearch(may: boolean, onAll: boolean, run: (template: BulkTemplate) => void): void {
  const t = useT();
  const { slug } = useTenant();
  const queryClient = useQueryClient();
  useSearchProvider(
    may
      ? {
          id: 'templates',
          label: t('bulkMenu.templates'),
          async search(text) {
            const list = await queryClient.query(templatesQuery(slug));
            const found = list.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()));
            return found.slice(0, SHOWN).map((template) => ({
              id: template.id,
              label: template.name,
              detail: t(onAll ? 'bulkMenu.templateAll' : 'bulkMenu.templateSome'),
              icon: <IconBolt size={16} aria-hidden />,
              perform: () => run(template),
            }));
          },
        }
      : null,
  );
}
