import type { Disposition } from '../../model/disposition.ts';
import type { Confidence } from '../../model/evidence.ts';
import { grouped } from '../../model/grouped.ts';
import { counted } from './numbers.ts';

export { fileSize } from '../file-size.ts';

/** Said where it is true (`isAllClear`), and nowhere else. */
export const noPacketDied = 'No packet died.';
export const noTracedPackets = 'No traced packets found.';

/** Between a label and what it says, and between parts of a line. */
export const colon = ': ';
export const comma = ', ';

/** A sentence with its full stop. */
export function sentence(text: string): string {
  return `${text}.`;
}

/** A host for a sentence; the log may name none. */
export function hostName(host: string): string {
  return host === '' ? 'unnamed host' : host;
}

/** What each word for certainty means, as a clause. */
export function confidenceMeaning(confidence: Confidence): string {
  switch (confidence) {
    case 'observed':
      return 'the log itself shows the verdict';
    case 'inferred':
      return 'another file in the bundle proves it';
    case 'possible':
      return 'consistent with the evidence, not proven';
  }
}

/** How certain a claim is, in a word. */
export function confidence(name: Confidence): string {
  return name;
}

/** How a journey ended, in a word. */
export function disposition(name: Disposition): string {
  return name;
}

/** `1 packet`, `1,204 packets` */
export function packets(count: number): string {
  return counted(count, 'packet');
}

export function flows(count: number): string {
  return counted(count, 'flow');
}

export function files(count: number): string {
  return counted(count, 'file');
}

export function ports(count: number): string {
  return counted(count, 'port');
}

export function hosts(count: number): string {
  return counted(count, 'host');
}

/** `a, b, c and 4 more` */
export function some(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length <= 3 ? shown : `${shown} and ${grouped(names.length - 3)} more`;
}
