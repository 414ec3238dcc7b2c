/**
 * A long piece of work in slices: between them it tells the share that is done (0 to 1), so that whoever runs it can
 * let others have their turn. Returns what came of it.
 */
export type Sliced<T> = Generator<number, T, void>;

/** Does the work and waits for `turn` between its slices, which is told the share that is done. */
export async function runSliced<T>(work: Sliced<T>, turn: (share: number) => Promise<void>): Promise<T> {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
    await turn(value);
  }
}
