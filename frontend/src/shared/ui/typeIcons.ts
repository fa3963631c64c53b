/** The icons a type may have, as the server stores them. */
export const TYPE_ICONS = ['device', 'device-desktop', 'server', 'router', 'device-mobile', 'printer', 'key', 'tool', 'bolt', 'building', 'note', 'archive'] as const;
