import type { accountSettings } from './accountSettings';
import type { auditLog } from './auditLog';
import type { changing } from './changing';
import type { deleted } from './deleted';
import type { dossier } from './dossier';
import type { filterHelp } from './filterHelp';
import type { identitySettings } from './identitySettings';
import type { importIssues } from './importIssues';
import type { imports } from './imports';
import type { importSteps } from './importSteps';
import type { jobCenter } from './jobCenter';
import type { keySheet } from './keySheet';
import type { merging } from './merging';
import type { places } from './places';
import type { precedence } from './precedence';
import type { provenance } from './provenance';
import type { retention } from './retention';
import type { reviews } from './reviews';
import type { settings } from './settings';
import type { switches } from './switches';
import type { templates } from './templates';
import type { timeline } from './timeline';
import type { viewManagement } from './viewManagement';

/** What pages loaded on demand bring along. Named here for its keys alone: nothing of it is loaded with the first page. */
export type LaterKey =
  | keyof typeof accountSettings
  | keyof typeof auditLog
  | keyof typeof changing
  | keyof typeof deleted
  | keyof typeof dossier
  | keyof typeof filterHelp
  | keyof typeof identitySettings
  | keyof typeof importIssues
  | keyof typeof imports
  | keyof typeof importSteps
  | keyof typeof jobCenter
  | keyof typeof keySheet
  | keyof typeof merging
  | keyof typeof places
  | keyof typeof precedence
  | keyof typeof provenance
  | keyof typeof retention
  | keyof typeof reviews
  | keyof typeof settings
  | keyof typeof switches
  | keyof typeof templates
  | keyof typeof timeline
  | keyof typeof viewManagement;
