import { account } from './account';
import { assets } from './assets';
import { common } from './common';
import { jobs } from './jobs';
import { notifications } from './notifications';
import { views } from './views';

/** The sentences that the first page may need, in English, by stable key. ICU message syntax. */
export const en = {
  ...common,
  ...account,
  ...assets,
  ...jobs,
  ...notifications,
  ...views,
};
