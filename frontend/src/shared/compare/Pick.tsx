import { useT } from '@/shared/i18n/i18n';
import { IconCheck } from '@/shared/ui/icons';
import classes from './Compare.module.css';

interface PickProps {
  label: string;
  text: string;
  isPressed: boolean;
  onPress: () => void;
}

/** One of the values beside each other: pressing it decides the field. */
export function Pick({ label, text, isPressed, onPress }: PickProps) {
  const t = useT();
  return (
    <button type="button" className={classes['pick']} aria-label={label} aria-pressed={isPressed} onClick={onPress}>
      <IconCheck size={14} aria-hidden />
      <bdi>{text === '' ? t('compare.empty') : text}</bdi>
    </button>
  );
}
