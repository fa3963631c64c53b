import { Badge, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { BulkTemplate, FieldCatalogue, TemplateVersion } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Dialog } from '@/shared/ui/Dialog';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { versionsQuery } from './templateApi';
import { phrasesOf } from './templateLines';
import classes from './Templates.module.css';

interface VersionsDialogProps {
  template: BulkTemplate;
  catalogue: FieldCatalogue;
  pending: boolean;
  error: unknown;
  onUse: (version: TemplateVersion) => void;
  onClose: () => void;
}

/** What the template was, by whom and since when; any of it can be taken up again, as a new version. */
export function VersionsDialog({ template, catalogue, pending, error, onUse, onClose }: VersionsDialogProps) {
  const t = useT();
  const { slug } = useTenant();
  const versions = useQuery(versionsQuery(slug, template.id));
  return (
    <Dialog onClose={onClose} title={t('templates.versionsOf', { name: template.name })} size="lg">
      {error !== null && <ProblemAlert error={error} />}
      {versions.isPending && <Loading />}
      {versions.isError && <ProblemAlert error={versions.error} onRetry={() => void versions.refetch()} />}
      <ul className={classes['versions']}>
        {(versions.data ?? []).map((version) => (
          <li key={version.version}>
            <div className={classes['versionHead']}>
              <span>
                <strong>{t('templates.version', { version: version.version })}</strong> <RelativeTime at={version.at} />{' '}
                <bdi>{t('templates.by', { name: version.by })}</bdi>
              </span>
              {version.version === template.version ? (
                <Badge variant="light">{t('templates.now')}</Badge>
              ) : (
                template.may_edit && (
                  <Button
                    size="compact-sm"
                    variant="default"
                    loading={pending}
                    aria-label={t('templates.useAgainNamed', { version: version.version })}
                    onClick={() => onUse(version)}
                  >
                    {t('templates.useAgain')}
                  </Button>
                )
              )}
            </div>
            <ul className={classes['phrases']}>
              {phrasesOf(version, catalogue, template.labels, t).map((phrase) => (
                <li key={phrase}>
                  <bdi>{phrase}</bdi>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
