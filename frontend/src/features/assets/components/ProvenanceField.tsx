import { ActionIcon, Button, Tooltip } from '@mantine/core';
import type { FieldProvenance, Rival, Source } from '@/shared/api/provenance';
import type { FieldCatalogue, FieldDefinition } from '@/shared/api/types';
import { useT } from '@/shared/i18n/i18n';
import '../provenanceMessages';
import { IconLock, IconLockOpen } from '@/shared/ui/icons';
import { RelativeTime } from '@/shared/ui/RelativeTime';
import { sourceName } from '@/shared/ui/sourceName';
import { plain, textOf } from '../fieldValue';
import { FieldText } from './FieldText';
import classes from './Provenance.module.css';

interface ProvenanceFieldProps {
  told: FieldProvenance;
  catalogue: FieldCatalogue;
  mayWrite: boolean;
  pending: boolean;
  onLock: () => void;
  onUnlock: () => void;
  onTake: (source: string, value: string) => void;
}

/** One field: what stands and who said so, beside it what others say. */
export function ProvenanceField(props: ProvenanceFieldProps) {
  const { told, catalogue, mayWrite, pending, onLock, onUnlock, onTake } = props;
  const t = useT();
  const field = catalogue.fields.find((each) => each.id === told.field);
  const toggle = told.lock === null ? t('provenance.lock', { field: told.label }) : t('provenance.unlock', { field: told.label });
  return (
    <li className={classes['row']}>
      <span className={classes['label']}>{told.label}</span>
      <div className={classes['main']}>
        <div className={classes['stands']}>
          <span className={classes['value']}>
            <Shown field={field} value={told.value} catalogue={catalogue} />
          </span>
          {mayWrite && (
            <Tooltip label={toggle}>
              <ActionIcon
                size="sm"
                aria-label={toggle}
                disabled={pending}
                className={told.lock === null ? (classes['quiet'] ?? '') : ''}
                onClick={told.lock === null ? onLock : onUnlock}
              >
                {told.lock === null ? <IconLockOpen size={15} /> : <IconLock size={15} />}
              </ActionIcon>
            </Tooltip>
          )}
        </div>
        <SaidBy told={told} />
        {told.lock !== null && (
          <div className={classes['lock']}>
            <IconLock size={13} aria-hidden /> {t('provenance.locked', { who: told.lock.by })} <RelativeTime at={told.lock.at} />
            {': '}
            <bdi>{told.lock.reason}</bdi>
          </div>
        )}
        {told.rivals.length > 0 && (
          <ul className={classes['rivals']}>
            {told.rivals.map((rival) => (
              <RivalLine
                key={rival.source.key}
                rival={rival}
                label={told.label}
                field={field}
                catalogue={catalogue}
                action={mayWrite && rival.value !== null ? (value) => onTake(rival.source.key, value) : null}
                pending={pending}
              />
            ))}
          </ul>
        )}
      </div>
    </li>
  );
}

function SaidBy({ told }: { told: FieldProvenance }) {
  const t = useT();
  // Said once for all of them, above.
  if (told.source === null) return null;
  return (
    <span className={classes['meta']}>
      <bdi>{whoSaid(told.source, told.author)}</bdi>
      {told.observed_at !== null && (
        <>
          {' · '}
          <RelativeTime at={told.observed_at} />
        </>
      )}
      {told.agreeing.length > 0 && (
        <>
          {' · '}
          {t('provenance.agrees', { sources: told.agreeing.map((each) => sourceName(each.key)).join(', ') })}
        </>
      )}
    </span>
  );
}

interface RivalLineProps {
  rival: Rival;
  label: string;
  field: FieldDefinition | undefined;
  catalogue: FieldCatalogue;
  action: ((value: string) => void) | null;
  pending: boolean;
}

function RivalLine({ rival, label, field, catalogue, action, pending }: RivalLineProps) {
  const t = useT();
  const who = whoSaid(rival.source, rival.author);
  const value = field === undefined ? plain(rival.value) : textOf(field, rival.value, catalogue);
  return (
    <li className={classes['rival']}>
      <span className={classes['rivalText']}>
        <span className={classes['meta']}>
          {rival.source.kind === 'person' ? t('provenance.saidPerson', { who }) : t('provenance.says', { source: who })}
        </span>{' '}
        {rival.value === null ? <em>{t('provenance.empty')}</em> : <Shown field={field} value={rival.value} catalogue={catalogue} />}
        <span className={classes['meta']}>
          {' · '}
          <RelativeTime at={rival.observed_at} />
          {rival.stands_next && rival.source.kind !== 'person' && ` · ${t('provenance.standsNext', { source: who })}`}
        </span>
      </span>
      {action !== null && (
        <Button
          size="compact-xs"
          variant="default"
          disabled={pending}
          aria-label={t('provenance.takeOf', { value, source: who, field: label })}
          onClick={() => action(value)}
        >
          {t('provenance.take')}
        </Button>
      )}
    </li>
  );
}

const whoSaid = (source: Source, author: string | null): string => author ?? sourceName(source.key);

function Shown({ field, value, catalogue }: { field: FieldDefinition | undefined; value: unknown; catalogue: FieldCatalogue }) {
  if (field === undefined) return <bdi>{plain(value)}</bdi>;
  return <FieldText field={field} value={value} catalogue={catalogue} />;
}
