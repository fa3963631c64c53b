import {
  IconArchive,
  IconBolt,
  IconBox,
  IconBuilding,
  IconDeviceLaptop,
  IconDeviceMobile,
  IconKey,
  IconNote,
  IconPrinter,
  IconRouter,
  IconServer,
  IconTool,
} from './icons';

const ICONS: Record<string, typeof IconBox> = {
  'device-desktop': IconDeviceLaptop,
  server: IconServer,
  router: IconRouter,
  'device-mobile': IconDeviceMobile,
  printer: IconPrinter,
  key: IconKey,
  tool: IconTool,
  bolt: IconBolt,
  building: IconBuilding,
  note: IconNote,
  archive: IconArchive,
};

/** The picture of a type of asset; a box for what is none of ours. */
export function TypeIcon({ icon, size = 16 }: { icon: string; size?: number }) {
  const Icon = ICONS[icon] ?? IconBox;
  return <Icon size={size} stroke={1.6} aria-hidden />;
}
