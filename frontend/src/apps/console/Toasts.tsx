import { Notifications } from '@mantine/notifications';

/** Where toasts appear. Those shown before it was loaded wait in the store. */
export function Toasts() {
  return <Notifications position="bottom-right" limit={3} autoClose={8_000} />;
}
