import type { components } from './schema';

/** What sources said of an asset, in the words of the API. */
type Schemas = components['schemas'];
export type Provenance = Schemas['ProvenanceRead'];
export type FieldProvenance = Schemas['FieldProvenance'];
export type Rival = Schemas['RivalRead'];
export type Source = Schemas['SourceRead'];
export type Precedence = Schemas['PrecedenceRead'];
export type PrecedenceRule = Schemas['TargetRead'];
export type PrecedenceClass = Schemas['ClassRead'];
export type KnownSource = Schemas['KnownSource'];
export type PrecedencePreview = Schemas['PreviewRead'];
