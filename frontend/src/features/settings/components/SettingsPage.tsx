import { useEffect, useRef, type ComponentType } from 'react';
import { Link, useParams } from 'react-router';
import { useT, type MessageKey } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Blank } from '@/shared/ui/Blank';
import { NotPermitted } from '@/shared/ui/Failure';
import { IconFileAlert } from '@/shared/ui/icons';
import { PageFrame } from '@/shared/ui/PageFrame';
import { AccountSection } from './AccountSection';
import { CustomFieldsSection } from './CustomFieldsSection';
import { DecisionsSection } from './DecisionsSection';
import { IdentitySection } from './IdentitySection';
import { MembersSection } from './MembersSection';
import { PrecedenceSection } from './PrecedenceSection';
import { PreferencesSection } from './PreferencesSection';
import { RetentionSection } from './RetentionSection';
import { RolesSection } from './RolesSection';
import { SwitchesSection } from './SwitchesSection';
import { TokensSection } from './TokensSection';
import { TypesSection } from './TypesSection';
import classes from './Settings.module.css';
import '../messages';

interface Section {
  path: string;
  label: MessageKey;
  permission: string | null;
  component: ComponentType;
}

const ACCOUNT: Section = { path: 'account', label: 'account.mine', permission: null, component: AccountSection };
const SECTIONS: readonly Section[] = [
  ACCOUNT,
  { path: 'preferences', label: 'prefs.title', permission: null, component: PreferencesSection },
  { path: 'users', label: 'members.title', permission: 'users:manage', component: MembersSection },
  { path: 'roles', label: 'roles.title', permission: 'roles:manage', component: RolesSection },
  { path: 'tokens', label: 'tokens.title', permission: 'tokens:manage', component: TokensSection },
  { path: 'types', label: 'types.title', permission: 'settings:manage', component: TypesSection },
  { path: 'fields', label: 'fields.title', permission: 'settings:manage', component: CustomFieldsSection },
  { path: 'identity', label: 'identitySettings.title', permission: 'imports:run', component: IdentitySection },
  { path: 'decisions', label: 'remembered.title', permission: 'imports:run', component: DecisionsSection },
  { path: 'sources', label: 'precedence.title', permission: 'settings:manage', component: PrecedenceSection },
  { path: 'audit', label: 'retention.title', permission: 'settings:manage', component: RetentionSection },
  { path: 'switches', label: 'switches.title', permission: 'settings:manage', component: SwitchesSection },
];

export function SettingsPage() {
  const t = useT();
  // Without a section it is one's account, at once: an address to be sent on to would leave the page blank meanwhile.
  const { section = ACCOUNT.path } = useParams();
  const sections = useRef<HTMLElement>(null);
  // On a phone they stand in a line that scrolls, and the one looked at may be beyond its end.
  // Nothing is given back: newer browsers answer with a promise, which React would take for what cleans up.
  useEffect(() => {
    sections.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [section]);
  const { can, to } = useTenant();
  const allowed = SECTIONS.filter((item) => item.permission === null || can(item.permission));
  const current = SECTIONS.find((item) => item.path === section);
  const title = t(current?.label ?? 'settings.unknown');
  return (
    <PageFrame title={title} path={[{ label: t('nav.settings'), to: to('/settings/account') }, { label: title }]} layout="wide">
      <div className={classes['columns']}>
        <nav ref={sections} aria-label={t('nav.settings')}>
          <ul className={classes['sections']}>
            {allowed.map((item) => (
              <li key={item.path}>
                <Link to={to(`/settings/${item.path}`)} aria-current={item === current ? 'page' : undefined} className={classes['section'] ?? ''}>
                  {t(item.label)}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className={classes['body']}>
          {current === undefined ? <NoSuchSection /> : allowed.includes(current) ? <current.component /> : <NotPermitted />}
        </div>
      </div>
    </PageFrame>
  );
}

function NoSuchSection() {
  const t = useT();
  return (
    <Blank role="alert" icon={<IconFileAlert size={22} />} title={t('page.gone')}>
      {t('settings.unknownHelp')}
    </Blank>
  );
}
