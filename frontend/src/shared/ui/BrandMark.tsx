/** The mark; always beside the product's name, so it says nothing itself. */
export function BrandMark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden focusable="false" style={{ flex: 'none' }}>
      <rect width="32" height="32" rx="7" fill="#1864ab" />
      <path d="M16 5.5 26.5 16 16 26.5 5.5 16Z" fill="none" stroke="#fff" strokeWidth="2.6" strokeLinejoin="round" />
      <path d="M16 11.5 20.5 16 16 20.5 11.5 16Z" fill="#fff" />
    </svg>
  );
}
