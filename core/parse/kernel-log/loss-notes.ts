import { type Diagnostic, diagnostic } from '../../model/diagnostic.ts';
import { lossMarker } from './loss-marker.ts';

const MOST_NOTES = 10;

/** Collects the places where a log owns up to having lost lines. */
export class LossNotes {
  /** Lines that say so; the first of them have a diagnostic. */
  count = 0;
  readonly diagnostics: Diagnostic[] = [];
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** Looks at a line that is no TRACE line; `line` is its number. */
  notice(bytes: Uint8Array, start: number, end: number, line: number): void {
    const words = lossMarker(bytes, start, end);
    if (words === null) return;
    this.count++;
    if (this.count > MOST_NOTES) return;
    const message = `The log says that lines before this one are missing: "${words}"`;
    this.diagnostics.push(diagnostic('log-lines-lost', message, this.#path, line));
  }
}
