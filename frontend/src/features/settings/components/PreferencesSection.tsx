import { Paper, SegmentedControl, Select, Stack, Switch, Text, Title, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useSingleKeys } from '@/shared/actions/useSingleKeys';
import type { Density } from '@/shared/grid/types';
import { readDensity } from '@/shared/grid/useGridLayoutPreference';
import { formatDate, formatDateTime, formatNumber } from '@/shared/i18n/format';
import { useT } from '@/shared/i18n/i18n';
import { useChooseScreen } from '@/shared/session/chooseScreen';
import { isOn, mayChoose } from '@/shared/session/flags';
import { useFormatPreference } from '@/shared/session/formats';
import { usePreference } from '@/shared/session/preferences';
import { useTenant } from '@/shared/session/tenant';
import { ProblemAlert } from '@/shared/ui/ProblemAlert';
import { NotificationKinds } from './NotificationKinds';
import classes from './Settings.module.css';

const SCHEMES: readonly MantineColorScheme[] = ['light', 'dark', 'auto'];
const DENSITIES: readonly Density[] = ['compact', 'normal', 'comfortable'];
const LOCALES = ['en-GB', 'en-US', 'en-AU', 'de-DE', 'fr-FR', 'es-ES', 'it-IT', 'nl-NL', 'pl-PL', 'pt-BR', 'sv-SE', 'ja-JP'];
const SAMPLE = '2026-11-22T20:30:00Z';
const nameOf = (locale: string): string => new Intl.DisplayNames(['en'], { type: 'language' }).of(locale) ?? locale;

/** How the console looks and writes for one person. Everything holds at once; there is nothing to save. */
export function PreferencesSection() {
  const t = useT();
  return (
    <>
      <Look />
      <Region />
      <Keyboard />
      <NotificationKinds />
      <NewScreens />
      <Text size="sm" c="dimmed" mt="md">
        {t('prefs.follows')}
      </Text>
    </>
  );
}

function Look() {
  const t = useT();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [density, setDensity] = usePreference('grid.density', readDensity);
  const schemes = { light: t('theme.light'), dark: t('theme.dark'), auto: t('theme.system') };
  const densities = { compact: t('grid.compact'), normal: t('grid.normal'), comfortable: t('grid.comfortable') };
  return (
    <Paper component="section" className={classes['card'] ?? ''} aria-labelledby="look-title">
      <Title order={2} id="look-title">
        {t('prefs.look')}
      </Title>
      <Stack gap="md" mt="sm" align="flex-start">
        <div>
          <Text size="sm" fw={600} mb={4} id="prefs-theme">
            {t('prefs.theme')}
          </Text>
          <SegmentedControl
            aria-labelledby="prefs-theme"
            data={SCHEMES.map((value) => ({ value, label: schemes[value] }))}
            value={colorScheme}
            onChange={(next) => setColorScheme(SCHEMES.find((each) => each === next) ?? 'auto')}
          />
        </div>
        <div>
          <Text size="sm" fw={600} id="prefs-density">
            {t('prefs.density')}
          </Text>
          <Text size="xs" c="dimmed" mb={4}>
            {t('prefs.densityHelp')}
          </Text>
          <SegmentedControl aria-labelledby="prefs-density" data={DENSITIES.map((value) => ({ value, label: densities[value] }))} value={density} onChange={setDensity} />
        </div>
      </Stack>
    </Paper>
  );
}

function Region() {
  const t = useT();
  const [formats, setFormats] = useFormatPreference();
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <Paper component="section" className={classes['card'] ?? ''} aria-labelledby="region-title">
      <Title order={2} id="region-title">
        {t('prefs.region')}
      </Title>
      <Stack gap="md" mt="sm">
        <Select
          label={t('prefs.locale')}
          allowDeselect={false}
          data={[{ value: '', label: t('prefs.localeSystem') }, ...LOCALES.map((value) => ({ value, label: nameOf(value) }))]}
          value={formats.locale}
          onChange={(next) => setFormats({ ...formats, locale: next ?? '' })}
        />
        <Select
          label={t('prefs.timeZone')}
          allowDeselect={false}
          searchable
          limit={100}
          data={[{ value: '', label: t('prefs.zoneSystem', { zone: here }) }, ...Intl.supportedValuesOf('timeZone').map((value) => ({ value, label: value.replace(/_/g, ' ') }))]}
          value={formats.timeZone}
          onChange={(next) => setFormats({ ...formats, timeZone: next ?? '' })}
        />
        <Text size="sm" c="dimmed" role="status">
          {t('prefs.sample', { number: formatNumber(12_481.5), date: formatDate(SAMPLE), moment: formatDateTime(SAMPLE) })}
        </Text>
      </Stack>
    </Paper>
  );
}

function Keyboard() {
  const t = useT();
  const [single, setSingle] = useSingleKeys();
  return (
    <Paper component="section" className={classes['card'] ?? ''} aria-labelledby="keys-title">
      <Title order={2} id="keys-title">
        {t('prefs.keys')}
      </Title>
      <Switch mt="sm" label={t('keys.single')} checked={single} onChange={(event) => setSingle(event.currentTarget.checked)} />
    </Paper>
  );
}

function NewScreens() {
  const t = useT();
  const tenant = useTenant();
  const quick = useChooseScreen('ui.quick_create');
  if (!mayChoose(tenant, 'ui.quick_create')) return null;
  const label = tenant.context.flags.find((flag) => flag.key === 'ui.quick_create')?.label ?? '';
  return (
    <Paper component="section" className={classes['card'] ?? ''} aria-labelledby="screens-title">
      <Title order={2} id="screens-title">
        {t('prefs.screens')}
      </Title>
      {quick.isError && <ProblemAlert error={quick.error} />}
      <Switch
        mt="sm"
        label={label}
        description={t('prefs.useNew')}
        disabled={quick.isPending}
        checked={isOn(tenant, 'ui.quick_create')}
        onChange={(event) => quick.mutate(event.currentTarget.checked)}
      />
    </Paper>
  );
}
