import type { Confidence, LineRef } from '../../model/evidence.ts';
import type { Words } from '../../words/words.ts';
import { type Content, markup, type Markup } from './markup.ts';

/** `kern.log:12` */
export function place({ file, line }: LineRef): Markup {
  return markup`<span class="ref">${file}:${line}</span>`;
}

/** How sure a claim is, as a word; amber with a question mark where it is not proven. */
export function sureness(confidence: Confidence, { terms }: Words): Markup {
  return confidence === 'possible'
    ? markup`<span class="unsure">${terms.confidence(confidence)}&nbsp;?</span>`
    : markup`<span>${terms.confidence(confidence)}</span>`;
}

/** The class of a number of deaths: what is not proven is not red. */
export function deathClass(confidence: Confidence): string {
  return confidence === 'possible' ? 'unsure' : 'dead';
}

export function deathMark(confidence: Confidence): string {
  return confidence === 'possible' ? '?' : '✕';
}

/** A line under a table that says what it does not show; nothing where it shows all. */
export function leftOut(count: number, say: (count: number) => string): Content {
  return count <= 0 ? null : markup`<p class="left-out">${say(count)}</p>`;
}
