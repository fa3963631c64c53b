/** Bodies the type system cannot follow: forms drawn from the field catalogue, and files. */
import type { JsonBody, paths } from './paths';

export type NewAsset = JsonBody<paths['/assets']['post']>;
export type AssetChanges = JsonBody<paths['/assets/{id}']['patch']>;

/** A new asset: what every one has, and values by field id, which only the catalogue knows. */
export const newAsset = (always: Pick<NewAsset, 'client_id' | 'type' | 'name'>, values: Record<string, unknown>): NewAsset =>
  ({ ...values, ...always });

/** Changes by field id. */
export const assetChanges = (values: Record<string, unknown>): AssetChanges => values;

/** A multipart body with the fields the document names; what is null is left out. */
export function multipart<Body extends object>(fields: NoInfer<{ [Name in keyof Body]: Body[Name] | Blob }>): Body {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (value instanceof Blob) form.set(name, value);
    else if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') form.set(name, String(value));
  }
  return form as unknown as Body;
}
