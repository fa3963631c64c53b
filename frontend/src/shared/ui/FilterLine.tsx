import type { ReactNode } from 'react';
import classes from './FilterLine.module.css';

/** What narrows a list, in one line between its title and its rows. */
export const FilterLine = ({ children }: { children: ReactNode }) => <div className={classes['line']}>{children}</div>;
