import { useEffect, useRef, type ReactNode } from 'react';
import { Title } from '@mantine/core';
import { useLocation } from 'react-router';
import { Crumbs, type Crumb } from './Crumbs';
import classes from './PageFrame.module.css';

interface PageFrameProps {
  title: string;
  count?: ReactNode;
  /** Stands beside the title: which view of the list this is. */
  beside?: ReactNode;
  /** The way down to this page, below the client scope. */
  path?: readonly Crumb[];
  actions?: ReactNode;
  children: ReactNode;
  /** Grid pages fill the height and scroll inside; document pages scroll as a whole and keep a readable measure. */
  layout?: 'fill' | 'document' | 'wide';
}

/**
 * Title bar and body of every page; the heading takes focus when one comes here from another page, so that readers hear where they are.
 * What the browser itself loaded begins at its top, where the skip link is.
 */
export function PageFrame({ title, count, beside, path, actions, children, layout = 'document' }: PageFrameProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const isFirst = useLocation().key === 'default';

  useEffect(() => {
    document.title = `${title} · Quarterdeck`;
    const nothingFocused = document.activeElement === null || document.activeElement === document.body;
    if (nothingFocused && !isFirst) heading.current?.focus({ preventScroll: true });
  }, [title, isFirst]);

  return (
    <div className={classes['page']} data-layout={layout}>
      <div className={classes['head']}>
        <div className={classes['titles']}>
          {path !== undefined && (
            <div className={classes['trail']}>
              <Crumbs path={path} />
            </div>
          )}
          <div className={classes['line']}>
            <Title order={1} id="page-title" ref={heading} tabIndex={-1} className="qd-truncate">
              {title}
            </Title>
            {count !== undefined && <span className={classes['count']}>{count}</span>}
            {beside}
          </div>
        </div>
        {actions !== undefined && <div className={classes['actions']}>{actions}</div>}
      </div>
      <div className={classes['body']}>{children}</div>
    </div>
  );
}
