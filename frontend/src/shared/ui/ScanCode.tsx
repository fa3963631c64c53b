import { useEffect, useState } from 'react';

interface ScanCodeProps {
  kind: 'qrcode' | 'code128';
  text: string;
  label: string;
  className?: string | undefined;
}

/** A code as vectors, so that it stays sharp on any printer and screen. What can't be encoded is left out; its text stands beside it anyway. */
export function ScanCode({ kind, text, label, className }: ScanCodeProps) {
  const [source, setSource] = useState<string | null>(null);
  useEffect(() => {
    let current = true;
    void import('./scanCodes').then(({ svgOf }) => {
      if (current) setSource(svgOf(kind, text));
    });
    return () => {
      current = false;
    };
  }, [kind, text]);
  if (source === null) return <span className={className} />;
  return <img className={className} alt={label} src={`data:image/svg+xml;utf8,${encodeURIComponent(source)}`} />;
}
