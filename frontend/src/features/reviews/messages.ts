import { reviews } from '@/shared/i18n/en/reviews';
import { addMessages } from '@/shared/i18n/i18n';

addMessages(reviews);
