import { addMessages } from '@/shared/i18n/i18n';
import { provenance } from '@/shared/i18n/en/provenance';

addMessages(provenance);
