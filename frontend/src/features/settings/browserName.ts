const BROWSERS = [
  ['Edge', /\bEdg(?:e|A|iOS)?\//],
  ['Firefox', /\b(?:Firefox|FxiOS)\//],
  ['Chrome', /\b(?:Chrome|CriOS|HeadlessChrome)\//],
  ['Safari', /\bSafari\//],
] as const;
const SYSTEMS = [
  ['Android', /Android/],
  ['iPhone', /iPhone/],
  ['iPad', /iPad/],
  ['Windows', /Windows/],
  ['macOS', /Mac OS X/],
  ['Linux', /Linux/],
] as const;

/** "Firefox, Windows", as far as a browser says what it is; null for anything else. */
export function browserName(agent: string | null): string | null {
  const named = (list: readonly (readonly [string, RegExp])[]): string | undefined => list.find(([, sign]) => sign.test(agent ?? ''))?.[0];
  const browser = named(BROWSERS);
  if (browser === undefined) return null;
  return [browser, named(SYSTEMS)].filter((part) => part !== undefined).join(', ');
}
