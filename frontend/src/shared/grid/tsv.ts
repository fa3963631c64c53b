const DANGEROUS = /^[=+\-@\t\r]/;
const NUMBER = /^[+-]?\d+([.,]\d+)*$/;

/** A cell a spreadsheet will show and never run: formulas get a leading apostrophe, breaks become blanks. */
export function safeCell(value: string): string {
  const flat = value.replace(/[\t\r\n]+/g, ' ');
  return DANGEROUS.test(value) && !NUMBER.test(value) ? `'${flat}` : flat;
}

export const toTsv = (table: readonly (readonly string[])[]): string =>
  table.map((line) => line.map(safeCell).join('\t')).join('\r\n');
