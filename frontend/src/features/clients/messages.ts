import { places } from '@/shared/i18n/en/places';
import { addMessages } from '@/shared/i18n/i18n';

addMessages(places);
