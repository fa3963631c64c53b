import { useEffect, useState } from 'react';

interface LabelCodeProps {
  kind: 'qrcode' | 'code128';
  text: string;
  label: string;
  className?: string | undefined;
}

/** A code as vectors, so that it stays sharp on any printer. What can't be encoded is left out; its text stands beside it anyway. */
export function LabelCode({ kind, text, label, className }: LabelCodeProps) {
  const [source, setSource] = useState<string | null>(null);
  useEffect(() => {
    let current = true;
    void import('../labelCodes').then(({ svgOf }) => {
      if (current) setSource(svgOf(kind, text));
    });
    return () => {
      current = false;
    };
  }, [kind, text]);
  if (source === null) return <span className={className} />;
  return <img className={className} alt={label} src={`data:image/svg+xml;utf8,${encodeURIComponent(source)}`} />;
}
