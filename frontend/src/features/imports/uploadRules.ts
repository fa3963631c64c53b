const ENDINGS = ['csv', 'tsv', 'txt', 'xlsx', 'xls'] as const;

export const ACCEPT = [...ENDINGS.map((ending) => `.${ending}`), 'text/csv', 'text/tab-separated-values'].join(',');

export type UploadRefusal = 'empty' | 'tooLarge' | 'format';

/** Why the server would refuse the file, told before anyone waits for the transfer; without a limit its size is not judged. */
export function refusalOf(file: File, limit: number | undefined): UploadRefusal | null {
  const ending = file.name.toLowerCase().split('.').pop() ?? '';
  if (!ENDINGS.some((known) => known === ending)) return 'format';
  if (file.size === 0) return 'empty';
  return limit !== undefined && file.size > limit ? 'tooLarge' : null;
}

/** Pasted cells as the file they would have been: spreadsheets copy with tabs. */
export const pastedFile = (text: string, name: string): File =>
  new File([text], text.includes('\t') ? `${name}.tsv` : `${name}.csv`, { type: 'text/plain' });

/** Lines with anything in them, the headings not counted. */
export const pastedRows = (text: string): number => Math.max(0, text.split(/\r?\n/).filter((line) => line.trim() !== '').length - 1);
