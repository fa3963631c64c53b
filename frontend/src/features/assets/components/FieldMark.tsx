import { ActionIcon, Tooltip } from '@mantine/core';
import type { FieldProvenance } from '@/shared/api/provenance';
import type { FieldCatalogue, FieldDefinition } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import '../provenanceMessages';
import { IconArrowsSplit, IconLock } from '@/shared/ui/icons';
import { sourceName } from '@/shared/ui/sourceName';
import { textOf } from '../fieldValue';

interface FieldMarkProps {
  told: FieldProvenance | undefined;
  field: FieldDefinition;
  catalogue: FieldCatalogue;
  onShow: () => void;
}

/** A small sign that a field is locked, or that another source says something else; it leads to where that is told. */
export function FieldMark({ told, field, catalogue, onShow }: FieldMarkProps) {
  const t = useT();
  if (told === undefined || (told.lock === null && told.rivals.length === 0)) return null;
  const label =
    told.lock === null
      ? t('provenance.markRivals', { field: field.label, count: told.rivals.length })
      : t('provenance.markLocked', { field: field.label, who: told.lock.by, reason: told.lock.reason });
  const lines = told.rivals.map((rival) =>
    t('provenance.rivalLine', {
      source: rival.author ?? sourceName(rival.source.key),
      value: textOf(field, rival.value, catalogue) || t('provenance.empty'),
    }),
  );
  return (
    <Tooltip
      multiline
      maw={320}
      label={
        <>
          {label}
          {lines.map((line) => (
            <div key={line}>{line}</div>
          ))}
        </>
      }
      events={{ hover: true, focus: true, touch: false }}
    >
      <ActionIcon size="sm" variant="subtle" color="gray" aria-label={[label, ...lines].join('. ')} onClick={onShow}>
        {told.lock === null ? <IconArrowsSplit size={14} /> : <IconLock size={14} />}
      </ActionIcon>
    </Tooltip>
  );
}
