import type { DiagnosticCode } from '../model/diagnostic.ts';
import type { Unpacking } from './unpacking.ts';

/** So many entries are named one by one; a sos report has thousands of links. */
const mostNamed = 3;

/**
 * Collects the entries of one archive that are not read, and says in the end which they are: a few by name, many
 * together for each reason.
 */
export class LeftOut {
  readonly #archive: string;
  readonly #names = new Map<string, { readonly code: DiagnosticCode; count: number; first: string[] }>();

  constructor(archive: string) {
    this.#archive = archive;
  }

  /** `reason`: `encrypted`. */
  add(name: string, reason: string, code: DiagnosticCode = 'archive-entry-skipped'): void {
    const known = this.#names.get(reason) ?? { code, count: 0, first: [] };
    this.#names.set(reason, known);
    known.count++;
    if (known.first.length < mostNamed) known.first.push(name);
  }

  report(unpacking: Unpacking): void {
    const several: string[] = [];
    for (const [reason, { code, count, first }] of this.#names)
      if (count <= mostNamed)
        for (const name of first) unpacking.report(code, `${reason}: left out`, `${this.#archive}/${name}`);
      else several.push(`${count} entries were left out (${reason}): ${first.join(', ')} and others`);
    if (several.length > 0) unpacking.report('archive-entry-skipped', several.join('; '), this.#archive);
  }
}
