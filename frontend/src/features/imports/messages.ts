import { imports } from '@/shared/i18n/en/imports';
import { importIssues } from '@/shared/i18n/en/importIssues';
import { importSteps } from '@/shared/i18n/en/importSteps';
import { addMessages } from '@/shared/i18n/i18n';

addMessages({ ...imports, ...importSteps, ...importIssues });
