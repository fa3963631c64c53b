import { precedence } from '@/shared/i18n/en/precedence';
import { settings } from '@/shared/i18n/en/settings';
import { addMessages } from '@/shared/i18n/i18n';

addMessages(precedence);
addMessages(settings);
