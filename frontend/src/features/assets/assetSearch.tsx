import type { SearchProvider } from '@/shared/actions/registry';
import { IconDeviceLaptop } from '@/shared/ui/icons';
import { searchAssets } from './api/assetQueries';

const SHOWN = 8;

/** Assets in the palette; the server puts exact tags, serials and MACs first. */
export function assetSearchProvider(label: string, go: (path: string) => void): SearchProvider {
  return {
    id: 'assets',
    label,
    async search(text, signal) {
      const hits = await searchAssets(text, SHOWN, signal);
      return hits.map((hit) => ({
        id: hit.id,
        label: hit.name,
        detail: [hit.tag, hit.client.label, hit.matched?.value]
          .filter((part, place, all) => part !== undefined && part !== hit.name && all.indexOf(part) === place)
          .join(' · '),
        icon: <IconDeviceLaptop size={16} aria-hidden />,
        perform: () => go(`/assets?open=${encodeURIComponent(hit.id)}`),
      }));
    },
  };
}
