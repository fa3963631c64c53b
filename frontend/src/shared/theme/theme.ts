import { createTheme, type ButtonProps, type CSSVariablesResolver } from '@mantine/core';
import type * as Mantine from '@mantine/core';
import { translate } from '@/shared/i18n/i18n';

/** Plain objects instead of `Select.extend(…)`: naming the component here would load it before the first page. */
const by = <Props,>(defaultProps: Partial<Props>) => ({ defaultProps });
const closeLabel = { 'aria-label': translate('common.close') };

/** Tokens of the design; the fixes for contrast and names are verified with axe in the browser tests. */
export const theme = createTheme({
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '18px', md: '20px', lg: '24px', xl: '28px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '3px', sm: '4px', md: '8px', lg: '8px', xl: '12px' },
  defaultRadius: 'sm',
  // A cool grey, so controls in the dark belong to the page they stand on.
  colors: {
    dark: ['#e4e7eb', '#c6ccd4', '#9aa4b2', '#8d97a5', '#343a43', '#2a2f37', '#1d2026', '#16181c', '#121417', '#0d0f11'],
  },
  primaryColor: 'blue',
  primaryShade: { light: 9, dark: 9 },
  respectReducedMotion: true,
  cursorType: 'pointer',
  focusRing: 'auto',
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '28px' },
      h2: { fontSize: '16px', lineHeight: '24px' },
      h3: { fontSize: '14px', lineHeight: '20px' },
    },
  },
  components: {
    Button: {
      ...by<Mantine.ButtonProps>({ size: 'sm' }),
      vars: (_theme: unknown, { color, variant = 'filled' }: ButtonProps) => ({
        root:
          color !== undefined
            ? {}
            : variant === 'filled'
              ? { '--button-color': 'var(--mantine-primary-color-contrast)' }
              : variant === 'subtle'
                ? { '--button-color': 'var(--qd-link)', '--button-hover': 'var(--qd-hover)' }
                : {},
      }),
    },
    Checkbox: { vars: () => ({ root: { '--checkbox-icon-color': 'var(--mantine-primary-color-contrast)' } }) },
    ActionIcon: by<Mantine.ActionIconProps>({ variant: 'subtle', color: 'gray', size: 'md' }),
    Anchor: by<Mantine.AnchorProps>({ underline: 'hover' }),
    CloseButton: { defaultProps: closeLabel },
    TextInput: by<Mantine.TextInputProps>({ size: 'sm' }),
    PasswordInput: by<Mantine.PasswordInputProps>({ size: 'sm' }),
    NumberInput: by<Mantine.NumberInputProps>({ size: 'sm', hideControls: true }),
    Textarea: by<Mantine.TextareaProps>({ size: 'sm', autosize: true, minRows: 2, maxRows: 8 }),
    // What is typed lights the first choice that fits, for Enter to take.
    Select: by<Mantine.SelectProps>({ size: 'sm', comboboxProps: { shadow: 'md' }, selectFirstOptionOnChange: true }),
    TagsInput: by<Mantine.TagsInputProps>({ size: 'sm' }),
    Pill: by<Mantine.PillProps>({ size: 'sm' }),
    Paper: by<Mantine.PaperProps>({ radius: 'md', withBorder: true }),
    Popover: by<Mantine.PopoverProps>({ shadow: 'md', radius: 'md' }),
    Menu: by<Mantine.MenuProps>({ withInitialFocusPlaceholder: false, shadow: 'md', radius: 'md' }),
    Modal: by<Mantine.ModalProps>({ closeButtonProps: closeLabel, radius: 'md', shadow: 'lg', centered: false }),
    Drawer: by<Mantine.DrawerProps>({ closeButtonProps: closeLabel }),
    // Said when there is a pause; what is urgent stands in the page as an alert.
    Notification: by<Mantine.NotificationProps>({ role: 'status' }),
    Tooltip: by<Mantine.TooltipProps>({ openDelay: 350, withArrow: false, events: { hover: true, focus: true, touch: false } }),
  },
});

export const cssVariables: CSSVariablesResolver = () => ({
  variables: { '--qd-header-height': '44px' },
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-text': '#1b1f26',
    '--mantine-color-dimmed': '#5a6370',
    '--mantine-color-anchor': '#0b5cad',
    '--mantine-color-default-border': '#d5dae1',
    '--mantine-color-placeholder': '#6b7480',
    '--mantine-color-error': '#a01421',
    '--mantine-color-yellow-light': '#fff1d6',
    '--mantine-color-yellow-light-color': '#7a4b00',
    '--mantine-color-red-light': '#fde7e8',
    '--mantine-color-red-light-color': '#a01421',
    '--mantine-primary-color-filled': '#1864ab',
    '--mantine-color-blue-filled': '#1864ab',
    '--mantine-color-blue-filled-hover': '#135591',
    '--mantine-primary-color-filled-hover': '#135591',
    '--mantine-primary-color-contrast': '#ffffff',
  },
  dark: {
    '--mantine-color-body': '#16181c',
    '--mantine-color-text': '#e4e7eb',
    '--mantine-color-dimmed': '#9aa4b2',
    '--mantine-color-anchor': '#7cb8ff',
    '--mantine-color-default-border': '#343a43',
    '--mantine-color-placeholder': '#8d97a5',
    '--mantine-color-error': '#ffa3a8',
    '--mantine-color-yellow-light': '#45300a',
    '--mantine-color-yellow-light-color': '#ffcf7a',
    '--mantine-color-red-light': '#4a1519',
    '--mantine-color-red-light-color': '#ffa3a8',
    '--mantine-primary-color-filled': '#6cb0ff',
    '--mantine-color-blue-filled': '#6cb0ff',
    '--mantine-color-blue-filled-hover': '#8cc1ff',
    '--mantine-primary-color-filled-hover': '#8cc1ff',
    '--mantine-primary-color-contrast': '#0b1220',
  },
});
