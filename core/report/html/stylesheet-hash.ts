import { sha256 } from '../sha256.ts';
import { stylesheet } from './stylesheet.ts';

/** The one stylesheet that a report's policy allows, by its digest (`sha256-...`); a page that shows it must allow it too. */
export function stylesheetHash(): string {
  return `sha256-${base64(sha256(new TextEncoder().encode(stylesheet)))}`;
}

function base64(bytes: Uint8Array): string {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const bits = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    for (const shift of [18, 12, 6, 0]) text += digits[(bits >>> shift) & 63];
  }
  const filling = (3 - (bytes.length % 3)) % 3;
  return text.slice(0, text.length - filling) + '='.repeat(filling);
}
