import { useState } from 'react';
import { SegmentedControl, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useT, type MessageKey } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Loading } from '@/shared/ui/Loading';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { junkQuery, type JunkKind } from '../api/identityQueries';
import { AcrossClientsChoice } from './AcrossClientsChoice';
import classes from './Identity.module.css';
import { JunkTable } from './JunkTable';
import { TryValue } from './TryValue';

const KINDS: readonly { value: JunkKind; label: MessageKey }[] = [
  { value: 'serial', label: 'junk.kind.serial' },
  { value: 'tag', label: 'junk.kind.tag' },
  { value: 'uuid', label: 'junk.kind.uuid' },
  { value: 'mac', label: 'junk.kind.mac' },
  { value: 'hostname', label: 'junk.kind.hostname' },
];

/** By what devices are recognised: values that say nothing, and whether other clients' devices are looked at. */
export function IdentitySection() {
  return (
    <>
      <AcrossClientsChoice />
      <JunkLists />
    </>
  );
}

function JunkLists() {
  const t = useT();
  const { slug } = useTenant();
  const [kind, setKind] = useState<JunkKind>('serial');
  const [typed, setTyped] = useState('');
  const [text] = useDebouncedValue(typed.trim(), 150);
  const list = useQuery(junkQuery(slug, kind, text));
  return (
    <section className={classes['part']} aria-labelledby="junk-title">
      <h2 id="junk-title" className={classes['title']}>
        {t('junk.title')}
      </h2>
      <Text size="sm" className={classes['intro'] ?? ''}>
        {t('junk.intro')}
      </Text>
      <div className={classes['kinds']}>
        <SegmentedControl
          size="sm"
          aria-label={t('junk.kind')}
          data={KINDS.map(({ value, label }) => ({ value, label: t(label) }))}
          value={kind}
          onChange={(next) => setKind(KINDS.find((each) => each.value === next)?.value ?? kind)}
        />
      </div>
      <TryValue key={kind} kind={kind} />
      {list.isPending && <Loading />}
      {list.isError && <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />}
      {list.data !== undefined && (
        <>
          <h3 className={classes['heading']}>{t('junk.rules')}</h3>
          <ul className={classes['rules']}>
            {(list.data.rules[kind] ?? []).map((rule) => (
              <li key={rule}>{rule}</li>
            ))}
          </ul>
          <div className={classes['listBar']}>
            <h3 className={classes['heading']}>{t('junk.list')}</h3>
            <TextInput size="xs" aria-label={t('junk.search')} placeholder={t('junk.search')} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
          </div>
          <JunkTable entries={list.data.items} filtered={text !== ''} />
        </>
      )}
    </section>
  );
}
