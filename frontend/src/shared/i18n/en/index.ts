import { account } from './account';
import { assets } from './assets';
import { common } from './common';
import { dossier } from './dossier';
import { filterHelp } from './filterHelp';
import { imports } from './imports';
import { jobs } from './jobs';
import { notifications } from './notifications';
import { places } from './places';
import { precedence } from './precedence';
import { provenance } from './provenance';
import { reviews } from './reviews';
import { settings } from './settings';
import { views } from './views';

/** Every sentence of the console in English, by stable key. ICU message syntax. */
export const en = {
  ...common,
  ...account,
  ...assets,
  ...dossier,
  ...filterHelp,
  ...imports,
  ...jobs,
  ...notifications,
  ...places,
  ...precedence,
  ...provenance,
  ...reviews,
  ...settings,
  ...views,
};
