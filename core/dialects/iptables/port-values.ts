import { serviceNumber } from '../../kernel/service-names.ts';
import type { Value } from '../../model/rule-value.ts';
import { readNumber, readRange } from '../values.ts';

/** `80`, `1024:65535`, `:1023`, `http`. */
export function portValue(text: string): Value {
  return readRange(text, ':', [0, 65535], portNumber);
}

/** `22,80,1000:2000` */
export function portValues(text: string): readonly Value[] {
  return text.split(',').map(portValue);
}

function portNumber(text: string): number | null {
  const number = readNumber(text);
  return number !== null && number <= 65535 ? number : serviceNumber(text);
}
