import type { Asset, ChangeEntry, FieldCatalogue } from '@/shared/api/types';

/** Whose history it is. */
export interface HistorySubject {
  id: string;
  name: string;
  /** Null for an asset that was deleted. */
  asset: Asset | null;
}

/** Asks what goes back to a moment; `field`: that one alone. */
export type OnRestore = (at: string, field?: string) => void;

export interface HistoryEntryProps {
  entry: ChangeEntry;
  subject: HistorySubject;
  catalogue: FieldCatalogue;
  onCompare: (from: string) => void;
  onRestore: OnRestore;
}
