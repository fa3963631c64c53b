import { useEffect, useRef } from 'react';
import { Alert } from '@mantine/core';
import { isProblem } from '@/shared/api/problem';
import { IconAlertOctagon } from './icons';
import { problemDetail, problemTitle } from './problemText';
import classes from './FormErrors.module.css';

interface FormErrorsProps {
  error: unknown;
  labelOf: (field: string) => string;
}

/** What the server refused, in one place that takes focus; each line leads to its field. */
export function FormErrors({ error, labelOf }: FormErrorsProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error !== null && error !== undefined) box.current?.focus();
  }, [error]);
  if (error === null || error === undefined) return null;
  const title = problemTitle(error);
  const fields = Object.entries(isProblem(error) ? error.fieldErrors : {});
  return (
    <Alert
      ref={box}
      tabIndex={-1}
      role="alert"
      color="red"
      mb="md"
      icon={<IconAlertOctagon size={18} aria-hidden />}
      title={title}
    >
      {fields.length === 0 ? (
        problemDetail(error)
      ) : (
        <ul className={classes['list']}>
          {fields.map(([field, message]) => (
            <li key={field}>
              <a
                href={`#field-${field}`}
                onClick={(event) => {
                  event.preventDefault();
                  const target = document.getElementById(`field-${field}`);
                  target?.closest('details')?.setAttribute('open', '');
                  target?.focus();
                }}
              >
                {labelOf(field)}
              </a>
              {message !== title && `: ${message}`}
            </li>
          ))}
        </ul>
      )}
    </Alert>
  );
}
