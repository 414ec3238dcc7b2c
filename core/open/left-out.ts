import type { EntryFault } from '../model/diagnostic-kind.ts';
import type { Unpacking } from './unpacking.ts';

/** How many entries are named one by one; a sos report has thousands of links. */
const mostNamed = 3;

/**
 * Collects the entries of one archive that are not read, and says in the end which they are: a few by name, many
 * together for each reason.
 */
export class LeftOut {
  readonly #archive: string;
  readonly #byReason = new Map<
    string,
    { readonly why: EntryFault; count: number; readonly first: string[] }
  >();

  constructor(archive: string) {
    this.#archive = archive;
  }

  add(name: string, why: EntryFault): void {
    const key = why.kind === 'zip-method' ? `${why.kind} ${why.method}` : why.kind;
    const known = this.#byReason.get(key) ?? { why, count: 0, first: [] };
    this.#byReason.set(key, known);
    known.count++;
    if (known.first.length < mostNamed) known.first.push(name);
  }

  report(unpacking: Unpacking): void {
    const reasons = [...this.#byReason.values()];
    for (const { why, count, first } of reasons)
      if (count <= mostNamed)
        for (const name of first)
          unpacking.report(
            why.kind === 'misplaced' ? 'entry-misplaced' : 'entry-left-out',
            { why },
            `${this.#archive}/${name}`,
          );
    const groups = reasons.filter(({ count }) => count > mostNamed);
    if (groups.length > 0) unpacking.report('entries-left-out', { groups }, this.#archive);
  }
}
