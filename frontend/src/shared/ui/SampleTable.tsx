import { Fragment } from 'react';
import classes from './SampleTable.module.css';
import { ColumnHeads } from './TableHead';

interface Sample {
  id: string;
  record: string;
  /** A line each, with as many texts as there are headings after the first; one line without any for the record alone. */
  lines: readonly (readonly string[])[];
}

interface SampleTableProps {
  caption: string;
  headings: readonly string[];
  samples: readonly Sample[];
}

/** Some of the records that something is about to happen to, each with what becomes of its fields. */
export function SampleTable({ caption, headings, samples }: SampleTableProps) {
  return (
    <table className={classes['samples']}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          <ColumnHeads columns={headings} />
        </tr>
      </thead>
      <tbody>
        {samples.map((sample) => (
          <Fragment key={sample.id}>
            {sample.lines.map((texts, line) => (
              <tr key={texts[0] ?? ''}>
                <th scope="row">{line === 0 && <bdi>{sample.record}</bdi>}</th>
                {texts.map((text, place) => (
                  <td key={headings[place + 1]}>
                    <bdi>{text}</bdi>
                  </td>
                ))}
              </tr>
            ))}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}
