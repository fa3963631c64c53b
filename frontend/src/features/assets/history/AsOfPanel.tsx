import { useState } from 'react';
import { Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Asset, AssetMoment, FieldCatalogue, FieldDefinition } from '@/shared/api/types';
import { timeline } from '@/shared/i18n/en/timeline';
import { formatDateTime } from '@/shared/i18n/format';
import { addMessages, useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Blank } from '@/shared/ui/Blank';
import { plain } from '@/shared/ui/fieldText';
import { IconHistory } from '@/shared/ui/icons';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { FieldText } from '../components/FieldText';
import { fieldsOfType, textOf, valueOf } from '../fieldValue';
import { CompareDialog } from './CompareDialog';
import classes from './History.module.css';
import { momentQuery } from './historyApi';
import { MomentDialog } from './MomentDialog';
import { RestoreDialog } from './RestoreDialog';
import { useMoment } from './useMoment';

addMessages(timeline);

interface AsOfPanelProps {
  id: string;
  name: string;
  /** As it is now; null when it is deleted. */
  asset: Asset | null;
  catalogue: FieldCatalogue;
  at: string;
}

/** The overview as it was at a moment: read-only, with what is different now. */
export function AsOfPanel({ id, name, asset, catalogue, at }: AsOfPanelProps) {
  const t = useT();
  const { slug, can } = useTenant();
  const { show } = useMoment();
  const [asked, setAsked] = useState<'moment' | 'compare' | 'restore' | null>(null);
  const moment = useQuery(momentQuery(slug, id, at));
  const close = (): void => setAsked(null);
  return (
    <>
      <div className={classes['banner']} role="status">
        <IconHistory size={18} aria-hidden />
        <div className={classes['bannerText']}>
          <strong>{t('moment.asOf', { when: formatDateTime(at) })}</strong>
          {moment.data?.exists === true && <BannerHelp moment={moment.data} asset={asset} catalogue={catalogue} />}
        </div>
        <div className={classes['bannerActions']}>
          <Button size="compact-sm" onClick={() => show(null)}>
            {t('moment.back')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => setAsked('moment')}>
            {t('moment.open')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => setAsked('compare')}>
            {t('moment.compare')}
          </Button>
          {can('assets:write') && moment.data?.exists === true && (
            <Button size="compact-sm" variant="default" onClick={() => setAsked('restore')}>
              {t('moment.restore')}
            </Button>
          )}
        </div>
      </div>
      {moment.isPending && <Loading />}
      {moment.isError && <ProblemAlert error={moment.error} onRetry={() => void moment.refetch()} />}
      {moment.data?.exists === false && (
        <Blank icon={<IconHistory size={22} />} title={t('moment.notThere')}>
          {t('moment.notThereHelp')}
        </Blank>
      )}
      {moment.data?.exists === true && <MomentValues moment={moment.data} asset={asset} catalogue={catalogue} />}
      {asked === 'moment' && (
        <MomentDialog
          onClose={close}
          onShow={(next) => {
            close();
            show(next);
          }}
        />
      )}
      {asked === 'compare' && <CompareDialog id={id} catalogue={catalogue} from={at} onClose={close} />}
      {asked === 'restore' && <RestoreDialog id={id} name={name} at={at} catalogue={catalogue} onClose={close} />}
    </>
  );
}

interface ValuesProps {
  moment: AssetMoment;
  asset: Asset | null;
  catalogue: FieldCatalogue;
}

const differs = ({ moment, asset, catalogue }: ValuesProps, field: FieldDefinition): boolean =>
  asset !== null && textOf(field, moment.values[field.id], catalogue) !== textOf(field, valueOf(asset, field.id), catalogue);

/** Written by the register itself with every change: no news that they differ. */
const COUNTED = new Set(['created', 'updated', 'version', 'completeness']);

const fieldsOf = ({ moment, catalogue }: ValuesProps): FieldDefinition[] =>
  fieldsOfType(catalogue.fields, moment.type ?? '').filter((field) => !COUNTED.has(field.id));

function BannerHelp(props: ValuesProps) {
  const t = useT();
  const isDifferent = fieldsOf(props).some((field) => differs(props, field));
  return <span>{t(isDifferent || props.asset === null ? 'moment.readOnly' : 'moment.sameAsNow')}</span>;
}

/** The fields of an asset as they were, in the catalogue's groups. */
export function MomentValues(props: ValuesProps) {
  const { moment, asset, catalogue } = props;
  const t = useT();
  const groups = new Map<string, FieldDefinition[]>();
  for (const field of fieldsOf(props)) {
    if (plain(moment.values[field.id]) === '' && !differs(props, field)) continue;
    groups.set(field.group, [...(groups.get(field.group) ?? []), field]);
  }
  const known = new Set(catalogue.fields.map((field) => field.id));
  const undefinedSince = Object.entries(moment.values).filter(([id]) => id.startsWith('cf.') && !known.has(id));
  return (
    <>
      {[...groups].map(([group, fields]) => (
        <section key={group} className={classes['group']} aria-label={group}>
          <h3 className={classes['groupTitle']}>{group}</h3>
          <dl className={classes['fields']}>
            {fields.map((field) => (
              <div key={field.id} className={classes['field']} data-different={differs(props, field) || undefined}>
                <dt>{field.label}</dt>
                <dd>
                  <FieldText field={field} value={moment.values[field.id]} catalogue={catalogue} />
                  {asset !== null && differs(props, field) && (
                    <Text span size="xs" className={classes['now'] ?? ''}>
                      {t('moment.now', { value: textOf(field, valueOf(asset, field.id), catalogue) || t('filter.nothing') })}
                    </Text>
                  )}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      {undefinedSince.length > 0 && (
        <section className={classes['group']} aria-label={t('moment.otherFields')}>
          <h3 className={classes['groupTitle']}>{t('moment.otherFields')}</h3>
          <dl className={classes['fields']}>
            {undefinedSince.map(([id, value]) => (
              <div key={id} className={classes['field']}>
                <dt>{moment.labels[id] ?? id}</dt>
                <dd>
                  <bdi>{plain(value)}</bdi>
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </>
  );
}
