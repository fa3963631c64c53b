import type { Crumb } from './Crumbs';
import { Failure } from './Failure';
import { Loading } from './Loading';
import { PageFrame } from './PageFrame';

interface PageWaitProps {
  title: string;
  path?: readonly Crumb[];
  /** What the page can't do without. */
  needs: readonly { isError: boolean; error: unknown; refetch: () => Promise<unknown> }[];
}

/** A page before its first answer, or without it: named and with its way back all the same. */
export function PageWait({ title, path, needs }: PageWaitProps) {
  const failed = needs.filter((need) => need.isError);
  const retry = (): void => {
    for (const need of failed) void need.refetch();
  };
  return (
    <PageFrame title={title} {...(path === undefined ? {} : { path })}>
      {failed[0] === undefined ? <Loading /> : <Failure of="page" error={failed[0].error} onRetry={retry} />}
    </PageFrame>
  );
}
