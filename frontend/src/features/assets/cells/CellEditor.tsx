import { useRef, useState, type KeyboardEvent } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { AssetRow, FieldCatalogue, FieldDefinition, FieldValue } from '@/shared/api/types';
import { useTenant } from '@/shared/session/tenant';
import { assetQuery } from '../api/assetQueries';
import { FieldInput } from '../components/FieldInput';
import classes from './Cells.module.css';

/** Where focus goes once a cell is done with; null leaves it where it went by itself. */
export type CellMove = 'stay' | 'down' | 'right' | null;

interface CellEditorProps {
  row: AssetRow;
  field: FieldDefinition;
  catalogue: FieldCatalogue;
  initial: FieldValue;
  /** A draft of null gives up. */
  onDone: (draft: FieldValue | null, move: CellMove) => void;
}

/** Choosing is deciding: these need no Enter afterwards. */
const CHOSEN = new Set(['choice', 'boolean', 'reference']);

/** A cell being typed in. Enter keeps it and moves down, Tab moves right, Escape gives up. */
export function CellEditor({ row, field, catalogue, initial, onDone }: CellEditorProps) {
  const { slug } = useTenant();
  const [draft, setDraft] = useState(initial);
  const done = useRef(false);
  const chosen = CHOSEN.has(field.kind);
  // Which choices there are depends on the asset's client and status, and a row need not show either.
  const asset = useQuery({ ...assetQuery(slug, row.id), enabled: chosen });

  const finish = (value: FieldValue | null, move: CellMove): void => {
    if (done.current) return;
    done.current = true;
    onDone(value, move);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Escape') finish(null, 'stay');
    else if (event.key === 'Tab' && !event.shiftKey) finish(draft, 'right');
    else if (event.key === 'Enter' && !event.shiftKey && !chosen && field.kind !== 'tags') finish(draft, 'down');
    else return;
    event.preventDefault();
  };
  return (
    // Keys and clicks in here are the editor's; the grid must not act on them too.
    <div
      role="presentation"
      className={classes['editor']}
      onKeyDown={onKeyDown}
      onClick={(event) => event.stopPropagation()}
      onBlur={(event) => {
        const within = event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget);
        if (!within && !chosen) finish(draft, null);
      }}
    >
      {chosen && asset.data === undefined ? (
        <input className={classes['waiting']} aria-label={field.label} aria-busy ref={(element) => element?.focus()} readOnly />
      ) : (
        <FieldInput
          field={field}
          value={draft}
          catalogue={catalogue}
          clientId={asset.data?.client.id ?? null}
          {...(asset.data === undefined ? {} : { status: asset.data.status })}
          hideLabel
          takesFocus
          startsOpen
          onChange={(value) => {
            setDraft(value);
            if (chosen) finish(value, 'down');
          }}
        />
      )}
    </div>
  );
}
