import { Notifications } from '@mantine/notifications';
import classes from './Toasts.module.css';

/** Where toasts appear. Those shown before it was loaded wait in the store. */
export function Toasts() {
  return <Notifications className={classes['toasts'] ?? ''} position="bottom-right" limit={3} autoClose={8_000} />;
}
