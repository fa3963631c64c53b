/** The import wizard's words, all of them from the document. */
import type { JsonBody, paths } from './paths';
import type { components } from './schema';

type Schemas = components['schemas'];

/** An import with what the wizard keeps about it. */
export type WizardImport = Schemas['ImportRead'];
export type WizardStep = WizardImport['step'];
export type ImportBlocker = WizardImport['blockers'][number];
export type CreateMissing = WizardImport['create'];

export type ImportLayout = Schemas['LayoutRead'];
export type SheetRead = Schemas['SheetRead'];
export type DateProof = ImportLayout['dates'][number];
export type DateOrder = NonNullable<DateProof['order']>;
export type LayoutWrite = JsonBody<paths['/imports/{id}/layout']['put']>;

export type ImportMapping = Schemas['MappingRead'];
export type MappedColumn = ImportMapping['columns'][number];
export type MadeColumn = NonNullable<MappingWrite['made']>[number];
export type Transform = NonNullable<MappedColumn['transforms']>[number];
export type RequiredField = ImportMapping['required'][number];
export type MappingWrite = JsonBody<paths['/imports/{id}/mapping']['put']>;
export type ColumnWrite = NonNullable<MappingWrite['columns']>[number];
export type ColumnValues = Schemas['ColumnValues'];
export type ColumnValue = ColumnValues['items'][number];

export type ImportPreset = Schemas['PresetRead'];
export type PresetWrite = JsonBody<paths['/import-presets']['post']>;

export type ImportIssues = Schemas['IssuesRead'];
export type IssueGroup = ImportIssues['items'][number];
export type Severity = IssueGroup['severity'];
export type CheckRow = Schemas['CheckedRow'];
export type CheckMark = CheckRow['marks'][number];
export type FixWrite = JsonBody<paths['/imports/{id}/fixes']['post']>;
export type ImportFix = Schemas['FixRead'];

export type ImportMatches = Schemas['MatchesRead'];
export type MatchGroup = ImportMatches['items'][number];
export type MatchRow = Schemas['MatchRow'];
export type MatchField = MatchRow['fields'][number];
export type ChoiceWrite = JsonBody<paths['/imports/{id}/choices']['put']>;
export type KeptChoice = NonNullable<MatchRow['choice']>;
/** A decision about rows, without saying which. */
export type MatchChoice = Pick<ChoiceWrite, 'action' | 'merge' | 'fields'>;
export type MergeRule = NonNullable<ChoiceWrite['merge']>;
export type FieldRule = NonNullable<ChoiceWrite['fields']>[string];

export type RunWrite = JsonBody<paths['/imports/{id}/run']['post']>;
