import { useId, useState } from 'react';
import { ActionIcon, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { catalogueQuery } from '@/shared/api/catalogue';
import compare from '@/shared/compare/Compare.module.css';
import { Pick } from '@/shared/compare/Pick';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { textOfField } from '@/shared/ui/fieldText';
import { IconX } from '@/shared/ui/icons';
import { ScrollRegion } from '@/shared/ui/ScrollRegion';
import type { MergeAsset, MergeField, MergeProposal } from './mergeApi';
import classes from './Merging.module.css';

interface MergeTableProps {
  proposal: MergeProposal;
  order: readonly string[];
  choices: Readonly<Record<string, string>>;
  onChoose: (field: string, assetId: string) => void;
  onSurvivor: (id: string) => void;
  onDrop: ((id: string) => void) | null;
}

interface Column {
  asset: MergeAsset;
  /** Its place among the values of a field. */
  place: number;
}

/** The assets beside each other. What the survivor will say stands first; pressing a value takes it. */
export function MergeTable({ proposal, order, choices, onChoose, onSurvivor, onDrop }: MergeTableProps) {
  const t = useT();
  const [isWhole, setWhole] = useState(false);
  const columns = order.flatMap<Column>((id) => {
    const place = proposal.assets.findIndex((each) => each.id === id);
    const asset = proposal.assets[place];
    return asset === undefined ? [] : [{ asset, place }];
  });
  const survivor = proposal.assets[0]?.id;
  const shown = proposal.fields.filter((field) => isWhole || field.differs || field.taken_from === null || field.taken_from !== survivor);
  const name = useId();
  return (
    <div className={classes['compared']}>
      <ScrollRegion className={compare['scroller']} label={t('merging.fields')}>
        <table className={compare['table']}>
          <thead>
            <tr>
              <th scope="col">{t('merging.field')}</th>
              <th scope="col" className={classes['result']}>
                {t('merging.result')}
              </th>
              {columns.map(({ asset }) => (
                <th key={asset.id} scope="col">
                  <div className={classes['asset']}>
                    <label className={classes['stays']}>
                      <input type="radio" name={name} checked={asset.id === survivor} onChange={() => onSurvivor(asset.id)} />
                      <bdi className="qd-nums">{asset.tag}</bdi>
                    </label>
                    {onDrop !== null && (
                      <ActionIcon size="sm" aria-label={t('merging.leaveOut', { tag: asset.tag })} onClick={() => onDrop(asset.id)}>
                        <IconX size={14} />
                      </ActionIcon>
                    )}
                  </div>
                  <bdi className={classes['meta']}>{[asset.name, asset.client.label].filter((part) => part !== '').join(' · ')}</bdi>
                  <span className={classes['meta']}>{t(asset.id === survivor ? 'merging.stays' : 'merging.goes')}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((field) => (
              <FieldRow key={field.field} field={field} columns={columns} choice={choices[field.field] ?? field.taken_from} onChoose={onChoose} />
            ))}
            {shown.length === 0 && (
              <tr>
                <td colSpan={columns.length + 2}>{t('merging.alike')}</td>
              </tr>
            )}
          </tbody>
        </table>
      </ScrollRegion>
      <Switch size="xs" label={t('merging.whole')} checked={isWhole} onChange={(event) => setWhole(event.currentTarget.checked)} />
    </div>
  );
}

interface FieldRowProps {
  field: MergeField;
  columns: readonly Column[];
  /** Whose value it is; null where all are joined. */
  choice: string | null;
  onChoose: (field: string, assetId: string) => void;
}

function FieldRow({ field, columns, choice, onChoose }: FieldRowProps) {
  const t = useT();
  const { slug } = useTenant();
  const catalogue = useQuery(catalogueQuery(slug)).data;
  const text = (value: unknown): string => textOfField(catalogue, field.field, value);
  const chosen = columns.find(({ asset }) => asset.id === choice);
  const joined = [...new Set(field.values.flatMap((value) => (Array.isArray(value) ? value.map(text) : [])))];
  return (
    <tr>
      <th scope="row">{field.label}</th>
      <td className={classes['result']}>
        <bdi>{chosen === undefined ? joined.join(', ') : text(field.values[chosen.place])}</bdi>
        {chosen === undefined && <span className={classes['meta']}>{t('merging.joined')}</span>}
      </td>
      {columns.map(({ asset, place }) => {
        const value = text(field.values[place]);
        const canPick = field.editable && value !== '' && (field.differs || choice === null || choice !== asset.id);
        return (
          <td key={asset.id}>
            {canPick ? (
              <Pick
                label={t('merging.take', { field: field.label, value, tag: asset.tag })}
                text={value}
                isPressed={choice === asset.id}
                onPress={() => onChoose(field.field, asset.id)}
              />
            ) : (
              <bdi>{value === '' ? '—' : value}</bdi>
            )}
          </td>
        );
      })}
    </tr>
  );
}
