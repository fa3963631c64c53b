import { Code, Text } from '@mantine/core';
import { filterHelp } from '@/shared/i18n/en/filterHelp';
import { addMessages, useT, type MessageKey } from '@/shared/i18n/i18n';
import { Dialog } from '@/shared/ui/Dialog';
import classes from './FilterHelp.module.css';

addMessages(filterHelp);

const EXAMPLES: readonly [string, MessageKey][] = [
  ['dell', 'filterHelp.free'],
  ['status=deployed', 'filterHelp.equal'],
  ['status=(deployed, in_repair)', 'filterHelp.anyOf'],
  ['-status=retired', 'filterHelp.not'],
  ['name:"front desk"', 'filterHelp.contains'],
  ['name^WS-', 'filterHelp.starts'],
  ['warranty_end<+90d', 'filterHelp.before'],
  ['purchase_date=2025-01-01..2025-12-31', 'filterHelp.range'],
  ['last_seen<-30d', 'filterHelp.ago'],
  ['assigned_to=@none', 'filterHelp.empty'],
  ['assigned_to=@me', 'filterHelp.me'],
  ['ip=10.0.0.0/8', 'filterHelp.network'],
  ['cf.rack=12', 'filterHelp.custom'],
  ['type=server OR type=network_device', 'filterHelp.or'],
];

/** The filter language by example. */
export function FilterHelp({ onClose }: { onClose: () => void }) {
  const t = useT();
  return (
    <Dialog onClose={onClose} title={t('filterHelp.title')} size="lg">
      <Text size="sm" mb="md">
        {t('filterHelp.lead')}
      </Text>
      <dl className={classes['examples']}>
        {EXAMPLES.map(([example, meaning]) => (
          <div key={example} className={classes['example']}>
            <dt>
              <Code>{example}</Code>
            </dt>
            <dd>{t(meaning)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
