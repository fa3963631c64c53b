declare module '@tabler/icons-react/dist/esm/icons/*' {
  const icon: import('@tabler/icons-react').TablerIcon;
  export default icon;
}
