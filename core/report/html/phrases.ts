import type { Confidence, LineRef } from '../../model/evidence.ts';
import { grouped } from '../../model/grouped.ts';
import { type Content, markup, type Markup } from './markup.ts';

/** `1 packet`, `1,204 packets` */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** `10.1.0.2:81`, `[fd00::1]:53`, or the address alone. */
export function socket(address: string, port: number | null): string {
  if (port === null) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** `1.1 GB`: decimal units, as file managers show them. */
export function fileSize(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(bytes, 1)) / 3)));
  const value = bytes / 1000 ** step;
  return `${step === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${units[step]}`;
}

/** A host for a sentence; the log may name none. */
export function hostName(host: string): string {
  return host === '' ? 'a host without a name' : host;
}

/** `kern.log:12` */
export function place({ file, line }: LineRef): Markup {
  return markup`<span class="ref">${file}:${line}</span>`;
}

/** What each word for certainty means, as a clause. */
export const meaningOf: Readonly<Record<Confidence, string>> = {
  observed: 'the log itself shows the verdict',
  inferred: 'another file of the bundle proves it',
  possible: 'consistent with all that is known, but not proven',
};

/** How sure a claim is, as a word; amber with a question mark where it is not proven. */
export function sureness(confidence: Confidence): Markup {
  return confidence === 'possible'
    ? markup`<span class="unsure">possible&nbsp;?</span>`
    : markup`<span>${confidence}</span>`;
}

/** `a`, `a and b`, `a, b and c` */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

/** A sentence's beginning in lower case: causes are sentences, and here they stand within one. */
export function withinSentence(sentence: string): string {
  return sentence.slice(0, 1).toLowerCase() + sentence.slice(1);
}

/** A line under a table that says what it does not show; nothing where it shows all. */
export function leftOut(count: number, what: string): Content {
  return count <= 0 ? null : markup`<p class="left-out">Not shown: ${grouped(count)} more ${what}.</p>`;
}
