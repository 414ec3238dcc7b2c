import type { OpenLimits } from './limits.ts';

/**
 * What a bundle may unpack in one pass over it: each source `ratio` times its size, and what is beyond that, of all
 * sources together, `sumRatioFromBytes`. So a bomb ends soon, and the log that lies beside it is read to its end.
 */
export class UnpackBudget {
  readonly #limits: OpenLimits;
  #unpackedBytes = 0;
  #beyondRatio = 0;
  #sources: { bytes: number; isSpent: boolean }[] = [];

  constructor(limits: OpenLimits) {
    this.#limits = limits;
  }

  /** For one file that was handed in: takes unpacked bytes into account, and says why where they are too many. */
  ofSource(sourceBytes: number): (bytes: number) => 'bundle-ratio' | 'bundle-size' | null {
    const { unpackedBytes: mostBytes, ratio, sumRatioFromBytes } = this.#limits;
    const allowed = ratio * sourceBytes;
    const state = { bytes: 0, isSpent: false };
    this.#sources.push(state);
    return (bytes) => {
      this.#unpackedBytes += bytes;
      state.bytes += bytes;
      this.#beyondRatio += Math.max(0, Math.min(bytes, state.bytes - allowed));
      const isDense = state.bytes > allowed && this.#beyondRatio > sumRatioFromBytes;
      state.isSpent ||= isDense || this.#unpackedBytes > mostBytes;
      if (!state.isSpent) return null;
      return isDense ? 'bundle-ratio' : 'bundle-size';
    };
  }

  /** Counts from nothing again: what was opened is read now. */
  startPass(): void {
    this.#unpackedBytes = 0;
    this.#beyondRatio = 0;
    for (const state of this.#sources) Object.assign(state, { bytes: 0, isSpent: false });
  }
}
