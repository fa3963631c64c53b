import { Button } from '@mantine/core';
import { timeline } from '@/shared/i18n/en/timeline';
import { formatDateTime } from '@/shared/i18n/format';
import { addMessages, useT } from '@/shared/i18n/i18n';
import { IconHistory } from '@/shared/ui/icons';
import { MomentDialog } from '../history/MomentDialog';
import classes from './Past.module.css';

addMessages(timeline);

interface PastListProps {
  /** The moment the list is shown at; null is now. */
  at: string | null;
  asking: boolean;
  onAsk: (asking: boolean) => void;
  onShow: (at: string | null) => void;
}

/** Says above the list that it is of the past, leads back to now, and asks for another moment. */
export function PastList({ at, asking, onAsk, onShow }: PastListProps) {
  const t = useT();
  return (
    <>
      {at !== null && (
        <div role="status" className={classes['banner']}>
          <IconHistory size={18} aria-hidden />
          <span className={classes['text']}>
            <strong>{t('past.seen', { when: formatDateTime(at) })}</strong> <span>{t('past.readOnly')}</span>
          </span>
          <Button size="compact-sm" onClick={() => onShow(null)}>
            {t('moment.back')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => onAsk(true)}>
            {t('past.other')}
          </Button>
        </div>
      )}
      {asking && (
        <MomentDialog
          title={t('past.title')}
          onClose={() => onAsk(false)}
          onShow={(next) => {
            onAsk(false);
            onShow(next);
          }}
        />
      )}
    </>
  );
}
