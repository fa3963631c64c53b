import { useState } from 'react';
import { SegmentedControl } from '@mantine/core';
import type { ImportLayout } from '@/shared/api/importTypes';
import { useT } from '@/shared/i18n/i18n';
import classes from './Sheet.module.css';

/** The top of the file as it stands there, and as it is understood with the settings beside it. */
export function SheetPreview({ layout, pending }: { layout: ImportLayout; pending: boolean }) {
  const t = useT();
  const [way, setWay] = useState('rows');
  const hasLines = layout.lines.length > 0;
  const raw = hasLines && way === 'lines';
  return (
    <section>
      <div className={classes['previewHead']}>
        <h2>{t('sheet.preview')}</h2>
        {hasLines && (
          <SegmentedControl
            size="xs"
            aria-label={t('sheet.previewAs')}
            value={way}
            onChange={setWay}
            data={[
              { value: 'rows', label: t('sheet.asTable') },
              { value: 'lines', label: t('sheet.asText') },
            ]}
          />
        )}
      </div>
      {/* The preview scrolls by itself, so it must be reachable for the keyboard. */}
      <div className={classes['paper']} tabIndex={0} role="region" aria-label={t('sheet.preview')} aria-busy={pending} data-pending={pending || undefined}>
        {raw ? <RawLines lines={layout.lines} /> : <PreviewTable layout={layout} />}
      </div>
    </section>
  );
}

function RawLines({ lines }: { lines: readonly string[] }) {
  return (
    <ol className={classes['lines']}>
      {lines.map((line, place) => (
        <li key={place}>
          <bdi>{line === '' ? ' ' : line}</bdi>
        </li>
      ))}
    </ol>
  );
}

function PreviewTable({ layout }: { layout: ImportLayout }) {
  const t = useT();
  const width = Math.max(1, ...layout.preview.map((row) => row.cells.length));
  const head = layout.header_row;
  return (
    <table className={classes['table']}>
      <thead className="qd-visually-hidden">
        <tr>
          <th scope="col">{t('imports.row')}</th>
          <th scope="col" colSpan={width}>
            {t('sheet.cells')}
          </th>
        </tr>
      </thead>
      <tbody>
        {layout.preview.map((row) => (
          <tr key={row.number} data-kind={row.number === head ? 'head' : row.number < head ? 'above' : undefined}>
            <th scope="row">
              {row.number}
              {row.number === head && <span className="qd-visually-hidden">{t('sheet.isHeader')}</span>}
            </th>
            {Array.from({ length: width }, (_, place) => (
              <td key={place}>
                <bdi>{row.cells[place] ?? ''}</bdi>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
