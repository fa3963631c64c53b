import { isProblem } from '@/shared/api/problem';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { Blank } from './Blank';
import { IconFileAlert, IconLock, IconPlugConnectedX } from './icons';
import { ProblemAlert } from './ProblemAlert';

interface FailureProps {
  /** What did not come: a list in its place, or the whole page. */
  of: 'list' | 'page';
  error: unknown;
  onRetry: () => void;
}

/** Why there is nothing to see, by what can be done about it: ask for a role, look elsewhere, or try again. */
export function Failure({ of, error, onRetry }: FailureProps) {
  const t = useT();
  if (isProblem(error) && error.status === 403) return <NotPermitted of={of}>{error.message}</NotPermitted>;
  if (isProblem(error) && error.status === 404) {
    return (
      <Blank role="alert" icon={<IconFileAlert size={22} />} title={t('page.gone')}>
        {error.message}
      </Blank>
    );
  }
  return (
    <Blank role="alert" icon={<IconPlugConnectedX size={22} />} title={t(`${of}.unavailable`)}>
      <ProblemAlert error={error} onRetry={onRetry} />
    </Blank>
  );
}

/** Names the role, so that whoever is asked for another one knows what to change. */
export function NotPermitted({ of = 'page', children }: { of?: 'list' | 'page'; children?: string }) {
  const t = useT();
  const { context } = useTenant();
  return (
    <Blank role="alert" icon={<IconLock size={22} />} title={t(`${of}.forbidden`)}>
      {children}
      <div>{t('page.yourRole', { role: context.role.name })}</div>
    </Blank>
  );
}
