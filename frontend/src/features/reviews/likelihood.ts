/** A score as a person reads it; never "0 %" or "100 %", for it is never certain. */
export function percent(score: number): string {
  if (score < 0.01) return '< 1 %';
  if (score > 0.99) return '> 99 %';
  return `${String(Math.round(score * 100))} %`;
}
