import { CloseButton, TextInput } from '@mantine/core';
import { useT } from '@/shared/i18n/i18n';
import { IconSearch } from './icons';

interface SearchInputProps {
  label: string;
  value: string;
  onChange: (text: string) => void;
}

export function SearchInput({ label, value, onChange }: SearchInputProps) {
  const t = useT();
  return (
    <TextInput
      w={250}
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={value === '' ? null : <CloseButton size="sm" aria-label={t('common.clear')} onClick={() => onChange('')} />}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
