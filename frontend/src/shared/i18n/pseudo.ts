const ACCENTED: Record<string, string> = { a: 'å', e: 'é', i: 'î', o: 'ö', u: 'û', c: 'ç', n: 'ñ', s: 'š', y: 'ý', A: 'Å', E: 'É', I: 'Î', O: 'Ö', U: 'Û', C: 'Ç', N: 'Ñ', S: 'Š' };
const LONGER = 0.4;

/** A message as it might come back from a translator: accented, two fifths longer, and marked at both ends. */
export const pseudo = (message: string): string => `⟦${disguised(message)}⟧`;

function disguised(message: string): string {
  let out = '';
  let plain = 0;
  let at = 0;
  while (at < message.length) {
    const sign = message[at] ?? '';
    if (sign === '{') {
      const end = closing(message, at);
      out += argument(message.slice(at, end + 1));
      at = end + 1;
    } else {
      out += ACCENTED[sign] ?? sign;
      plain += 1;
      at += 1;
    }
  }
  return out + '·'.repeat(Math.ceil(plain * LONGER));
}

/** Names stay; the sentences of a plural are messages themselves. */
function argument(text: string): string {
  const head = /^\{\s*\w+\s*,\s*plural\s*,/.exec(text)?.[0];
  if (head === undefined) return text;
  let out = head;
  let at = head.length;
  while (at < text.length - 1) {
    const open = text.indexOf('{', at);
    if (open === -1) break;
    const end = closing(text, open);
    out += `${text.slice(at, open)}{${disguised(text.slice(open + 1, end))}}`;
    at = end + 1;
  }
  return `${out}}`;
}

function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    else if (text[at] === '}' && (depth -= 1) === 0) return at;
  }
  return text.length - 1;
}
