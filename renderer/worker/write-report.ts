/** A piece of the report, as core makes it: `done` is how much is made with it, from 0 to 1. */
interface Chunk {
  readonly text: string;
  readonly done: number;
}

/** Collects a report's pieces as UTF-8. Null when `signal` ended it; `turn` lets messages in between the pieces. */
export async function writeReport(
  chunks: AsyncIterable<Chunk>,
  signal: { readonly aborted: boolean },
  turn: () => Promise<void>,
  onDone: (done: number) => void,
): Promise<Uint8Array | null> {
  const encoder = new TextEncoder();
  const pieces: Uint8Array[] = [];
  for await (const { text, done } of chunks) {
    if (signal.aborted) return null;
    pieces.push(encoder.encode(text));
    onDone(done);
    await turn();
  }
  return signal.aborted ? null : joined(pieces);
}

/** Pieces of a file as one. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
