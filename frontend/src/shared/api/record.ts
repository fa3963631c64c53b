/** Narrowing of what came as unknown JSON. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isReference = (value: unknown): value is { id: string; label: string } =>
  isRecord(value) && typeof value['id'] === 'string' && typeof value['label'] === 'string';

/** Widens a mutation body to what every write accepts. */
export const parseJson = (text: string): unknown => JSON.parse(text) as unknown;
