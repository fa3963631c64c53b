/** The API's own words, as the console calls them. Every shape comes from the OpenAPI document through schema.d.ts. */
import type { components } from './schema';

type Schemas = components['schemas'];

export type Reference = Schemas['Reference'];

/** A page of any list; the document has one schema for each kind of item. */
export type Page<T> = Omit<Schemas['Page_ClientRead_'], 'items'> & { items: T[] };

export type TenantSummary = Schemas['TenantOfUser'];
export type SessionInfo = Schemas['SessionRead'];
export type AuthMethods = Schemas['SignInMethods'];
export type TenantContext = Schemas['Context'];
export type ClientSummary = TenantContext['clients'][number];

export type FlagOfPerson = TenantContext['flags'][number];
export type FlagSwitch = Schemas['FlagRead'];
export type FlagRule = Schemas['FlagRuleRead'];
export type FlagState = FlagRule['state'];
export type FlagRow = Schemas['FlagRow'];

export type FieldDefinition = Schemas['FieldDefinition'];
export type FieldKind = FieldDefinition['kind'];
export type StatusDefinition = Schemas['StatusDefinition'];
export type FieldCatalogue = Schemas['FieldCatalogue'];

/** A value as a row, a form or the journal carries it; undefined where a row was not asked for it. */
export type FieldValue = Schemas['HistoryChange']['after'] | undefined;

export type ChoiceColor = NonNullable<Schemas['FieldChoice']['color']>;

export type AssetRow = Schemas['AssetRow'];
export type RowsWindow = Schemas['RowsWindow'];
export type AssetIdentifier = Schemas['AssetIdentifier'];
export type Asset = Schemas['AssetRead'];
export type AssetHit = Schemas['AssetHit'];
export type ChangeEntry = Schemas['HistoryEntry'];
export type FieldChange = Schemas['HistoryChange'];
/** What a field was and is, and who changed it last between the two moments. */
export type FieldDifference = Schemas['Difference'];
export type DeletedAsset = Schemas['DeletedAsset'];
export type AuditEntry = Schemas['AuditEntry'];
export type AssetMoment = Schemas['AssetMoment'];

export type SelectionToken = Schemas['SelectionRead'];

export type ChangeSet = Schemas['ChangeSetRead'];
export type Undo = Schemas['UndoRead'];
export type UndoPreview = Schemas['UndoPreview'];
export type UndoConflict = Schemas['ConflictRead'];
export type UndoWish = Schemas['UndoWrite'];
export type BulkPreview = Schemas['BulkPreview'];
export type AssetConflicts = Schemas['AssetConflicts'];
export type RetryWish = Schemas['RetryWrite'];
export type BulkOperation = Schemas['BulkRequest']['operation'];
export type BulkEdit = Schemas['EditFields']['edits'][number];
export type BulkTemplate = Schemas['TemplateRead'];
export type TemplateContent = Schemas['TemplateContent'];
export type TemplateEdit = Schemas['TemplateEdits']['edits'][number];
export type TemplateVersion = Schemas['TemplateVersion'];

export type FacetValue = Schemas['FacetValue'];
export type FilterToken = Schemas['FilterToken'];
export type FilterError = Schemas['FilterFault'];
export type ParsedFilter = Schemas['ParsedFilter'];

export type Client = Schemas['ClientRead'];
export type Location = Schemas['LocationRead'];
export type Contact = Schemas['ContactRead'];

export type Member = Schemas['MemberRead'];
export type Role = Schemas['RoleListed'];
export type Permission = Schemas['PermissionRead'];
export type OwnSession = Schemas['OwnSession'];
export type ApiToken = Schemas['TokenRead'];
export type AssetType = Schemas['AssetTypeRead'];
export type CustomField = Schemas['CustomFieldRead'];
export type FieldImpact = Schemas['FieldImpact'];
export type CustomFieldKind = CustomField['kind'];

export type Job = Schemas['JobRead'];
export type JobState = Job['state'];
export type JobProblem = Schemas['JobProblem'];
export type JobItemError = Schemas['JobErrorRead'];

export type ImportRecord = Schemas['ImportRead'];
export type ImportState = ImportRecord['state'];
export type ImportColumn = Schemas['ColumnRead'];
export type ImportCounts = Schemas['CountsRead'];
export type ImportRow = Schemas['RowRead'];

export type Attachment = Schemas['AttachmentRead'];

export type View = Schemas['ViewRead'];
export type ViewList = Schemas['ViewList'];

export type Notification = Schemas['NotificationRead'];

export type ReviewItem = Schemas['ReviewItem'];
export type ReviewDetail = Schemas['ReviewDetail'];
