import { serviceNumber } from '../service-names.ts';

/** First and last port of `80`, `1024:65535`, `:1023`, `http`; null for a name that is not known. */
export function portRange(text: string): readonly [number, number] | null {
  const [first = '', last] = text.split(':');
  const low = first === '' && last !== undefined ? 0 : portNumber(first);
  const high = last === undefined ? low : last === '' ? 65535 : portNumber(last);
  return low === null || high === null ? null : [low, high];
}

function portNumber(text: string): number | null {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  return serviceNumber(text);
}
