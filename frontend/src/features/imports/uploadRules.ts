const ENDINGS = ['csv', 'tsv', 'txt', 'xlsx', 'xls'] as const;

export const ACCEPT = [...ENDINGS.map((ending) => `.${ending}`), 'text/csv', 'text/tab-separated-values'].join(',');

/** The server's usual limit, told before anyone waits for a transfer that will be refused. */
export const MAX_UPLOAD_BYTES = 200 * 1024 * 1024;

export type UploadRefusal = 'empty' | 'tooLarge' | 'format';

export function refusalOf(file: File, limit: number): UploadRefusal | null {
  const ending = file.name.toLowerCase().split('.').pop() ?? '';
  if (!ENDINGS.some((known) => known === ending)) return 'format';
  if (file.size === 0) return 'empty';
  return file.size > limit ? 'tooLarge' : null;
}

/** Pasted cells as the file they would have been: spreadsheets copy with tabs. */
export const pastedFile = (text: string, name: string): File =>
  new File([text], text.includes('\t') ? `${name}.tsv` : `${name}.csv`, { type: 'text/plain' });

/** Lines with anything in them, the headings not counted. */
export const pastedRows = (text: string): number => Math.max(0, text.split(/\r?\n/).filter((line) => line.trim() !== '').length - 1);
