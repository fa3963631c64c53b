import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { isProblem } from '@/shared/api/problem';
import { isRecord } from '@/shared/api/record';
import { dossier } from '@/shared/i18n/en/dossier';
import { addMessages, useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Blank } from '@/shared/ui/Blank';
import { IconArrowMerge, IconFileAlert } from '@/shared/ui/icons';
import { plain } from '../fieldValue';

addMessages(dossier);

/** Why there is no asset here; one that was merged leads to where it went. Null when it may well be there. */
export function assetGone(error: unknown, path: (id: string) => string) {
  if (!isProblem(error)) return null;
  const survivor = error.body['merged_into'];
  if (error.code === 'asset_merged' && isRecord(survivor)) return <MergedAway sentence={error.message} tag={plain(survivor['tag'])} path={path(plain(survivor['id']))} />;
  return error.status === 404 ? <NotThere /> : null;
}

function MergedAway({ sentence, tag, path }: { sentence: string; tag: string; path: string }) {
  const t = useT();
  const { to } = useTenant();
  return (
    <Blank
      role="alert"
      icon={<IconArrowMerge size={22} />}
      title={t('merged.away')}
      actions={
        <Button component={Link} to={to(path)} variant="default">
          {t('merged.open', { tag })}
        </Button>
      }
    >
      {sentence}
    </Blank>
  );
}

function NotThere() {
  const t = useT();
  return (
    <Blank role="alert" icon={<IconFileAlert size={22} />} title={t('drawer.gone')}>
      {t('drawer.goneHelp')}
    </Blank>
  );
}
