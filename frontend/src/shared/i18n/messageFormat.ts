export type MessageValues = Readonly<Record<string, string | number | boolean | Date | undefined>>;

/**
 * The part of ICU MessageFormat the catalogue uses: `{name}` and `{count, plural, =0 {…} one {# row} other {# rows}}`, nested as deep as
 * needed. A full implementation would cost the first page a tenth of its weight.
 */
export function formatMessage(message: string, values: MessageValues, language: string, count?: number): string {
  let out = '';
  let at = 0;
  while (at < message.length) {
    const sign = message[at] ?? '';
    if (sign === '{') {
      const end = closing(message, at);
      out += argument(message.slice(at + 1, end), values, language, count);
      at = end + 1;
    } else {
      out += sign === '#' && count !== undefined ? new Intl.NumberFormat(language).format(count) : sign;
      at += 1;
    }
  }
  return out;
}

function closing(message: string, open: number): number {
  let depth = 0;
  for (let at = open; at < message.length; at += 1) {
    if (message[at] === '{') depth += 1;
    else if (message[at] === '}') {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  throw new Error(`Unbalanced braces in message: ${message}`);
}

function argument(body: string, values: MessageValues, language: string, count: number | undefined): string {
  const [name = '', kind] = body.split(',', 2).map((part) => part.trim());
  const value = values[name];
  if (kind === undefined) return value === undefined ? `{${name}}` : String(value);
  if (kind === 'number') return new Intl.NumberFormat(language).format(Number(value));
  if (kind !== 'plural') throw new Error(`Unknown message format: ${kind}`);
  const number = Number(value);
  const cases = pluralCases(body.slice(body.indexOf(',', body.indexOf(',') + 1) + 1));
  const chosen = cases.get(`=${String(number)}`) ?? cases.get(new Intl.PluralRules(language).select(number)) ?? cases.get('other') ?? '';
  return formatMessage(chosen, values, language, Number.isNaN(number) ? count : number);
}

function pluralCases(text: string): Map<string, string> {
  const cases = new Map<string, string>();
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('{', at);
    if (open === -1) break;
    const end = closing(text, open);
    cases.set(text.slice(at, open).trim(), text.slice(open + 1, end));
    at = end + 1;
  }
  return cases;
}
