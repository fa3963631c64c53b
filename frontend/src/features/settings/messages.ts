import { accountSettings } from '@/shared/i18n/en/accountSettings';
import { identitySettings } from '@/shared/i18n/en/identitySettings';
import { precedence } from '@/shared/i18n/en/precedence';
import { places } from '@/shared/i18n/en/places';
import { retention } from '@/shared/i18n/en/retention';
import { settings } from '@/shared/i18n/en/settings';
import { switches } from '@/shared/i18n/en/switches';
import { addMessages } from '@/shared/i18n/i18n';

addMessages(accountSettings);
addMessages(places);
addMessages(precedence);
addMessages(retention);
addMessages(settings);
addMessages(switches);
addMessages(identitySettings);
