/** The calls of the document, without the prefix that `client.ts` adds. */
import type { paths as documented } from './schema';

export type paths = { [Path in keyof documented as Path extends `/api/v1${infer Rest}` ? Rest : never]: documented[Path] };

/** The JSON body that a call takes: `JsonBody<paths['/clients']['post']>`. */
export type JsonBody<Operation> = Operation extends { requestBody: { content: { 'application/json': infer Body } } } ? Body : never;
