import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, apiLink, unwrap } from '@/shared/api/client';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import classes from './Upload.module.css';

const FORMATS = ['xlsx', 'csv'] as const;

/** A file to fill in: headings that map by themselves, and rows that show what belongs where. */
export function TemplatePanel() {
  const t = useT();
  const { slug } = useTenant();
  const types = useQuery({
    queryKey: ['tenant', slug, 'asset-types'],
    // The navigation reads them under the same key, so it must be the same shape.
    queryFn: async ({ signal }) => (await unwrap(api.GET('/asset-types', { signal }))).items,
    staleTime: 5 * 60_000,
  });
  const builtin = (types.data ?? []).filter((type) => type.is_builtin);
  if (builtin.length === 0) return null;
  return (
    <section className={classes['panel']}>
      <h2>{t('upload.templates')}</h2>
      <p className={classes['panelHelp']}>{t('upload.templatesHelp')}</p>
      <ul className={classes['list']}>
        {builtin.map((type) => (
          <li key={type.key}>
            <span>{type.name}</span>
            <span className={classes['links']}>
              {FORMATS.map((format) => (
                <Anchor
                  key={format}
                  href={apiLink('/imports/template', { type: type.key, format })}
                  download
                  aria-label={t('upload.templateNamed', { name: type.name, format: format.toUpperCase() })}
                >
                  {format.toUpperCase()}
                </Anchor>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
