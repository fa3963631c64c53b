import { usePreference } from '@/shared/session/preferences';

const readOn = (value: unknown): boolean => value !== false;

/** Whether bare letters do things. Speech input and heavy hands need them off. */
export const useSingleKeys = (): [boolean, (on: boolean) => void] => usePreference('keys.single', readOn);
