import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Asset, FieldCatalogue, FieldDefinition } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { IconPencil } from '@/shared/ui/icons';
import { provenanceQuery } from '../api/provenanceQueries';
import { fieldsOfType, plain, valueOf } from '../fieldValue';
import classes from './AssetDrawer.module.css';
import { FieldMark } from './FieldMark';
import { InlineField } from './InlineField';

/** A field somebody asked for by name, and for which time. */
export interface AskedField {
  field: string;
  asset: string;
  time: number;
}

interface OverviewTabProps {
  asset: Asset;
  catalogue: FieldCatalogue;
  /** Opened to be read or typed in, even when it is empty and would be left out. */
  asked: AskedField | null;
  onChanged: (asset: Asset) => void;
  /** Leads to where the sources of the values are told. */
  onIdentity: () => void;
}

/** Facts in the catalogue's own groups. Empty facts of other groups stay folded away in the full form. */
export function OverviewTab({ asset, catalogue, asked, onChanged, onIdentity }: OverviewTabProps) {
  const t = useT();
  const { can, slug, to } = useTenant();
  const told = useQuery(provenanceQuery(slug, asset.id, asset.version));
  const groups = groupsOf(fieldsOfType(catalogue.fields, asset.type), asset, asked?.field);
  return (
    <>
      {groups.map(([group, fields]) => (
        <section key={group} className={classes['group']} aria-label={group}>
          <h3 className={classes['groupTitle']}>{group}</h3>
          <dl className={classes['fields']}>
            {fields.map((field) => (
              <InlineField
                key={`${asset.id}:${field.id}:${String(asked?.field === field.id ? asked.time : 0)}`}
                asked={asked?.field === field.id}
                asset={asset}
                field={field}
                catalogue={catalogue}
                onChanged={onChanged}
                mark={
                  <FieldMark
                    told={told.data?.data.fields.find((each) => each.field === field.id)}
                    field={field}
                    catalogue={catalogue}
                    onShow={onIdentity}
                  />
                }
              />
            ))}
          </dl>
        </section>
      ))}
      {can('assets:write') && (
        <Button
          component={Link}
          to={to(`/assets/${asset.id}/edit`)}
          variant="default"
          className={classes['more'] ?? ''}
          leftSection={<IconPencil size={15} aria-hidden />}
        >
          {t('assets.editAll')}
        </Button>
      )}
    </>
  );
}

const ALWAYS_SHOWN = new Set(['name', 'tag', 'status', 'client', 'location', 'assigned_to', 'type', 'manufacturer', 'model', 'serial', 'warranty_end']);

function groupsOf(fields: readonly FieldDefinition[], asset: Asset, asked: string | undefined): [string, FieldDefinition[]][] {
  const groups = new Map<string, FieldDefinition[]>();
  for (const field of fields) {
    if (field.id !== asked && !ALWAYS_SHOWN.has(field.id) && plain(valueOf(asset, field.id)) === '') continue;
    const group = groups.get(field.group);
    if (group === undefined) groups.set(field.group, [field]);
    else group.push(field);
  }
  return [...groups];
}
