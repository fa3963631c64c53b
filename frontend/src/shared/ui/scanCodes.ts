import { code128, drawingSVG, qrcode } from '@bwip-js/browser';

/** The code as SVG, or null when its alphabet lacks a character of the text. */
export function svgOf(kind: 'qrcode' | 'code128', text: string): string | null {
  try {
    if (kind === 'qrcode') return qrcode({ bcid: 'qrcode', text, padding: 1 }, drawingSVG());
    return code128({ bcid: 'code128', text, height: 8, includetext: false, padding: 1 }, drawingSVG());
  } catch {
    return null;
  }
}
