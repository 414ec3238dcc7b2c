import type { Suggestion } from '../worker/suggest.ts';
import type { CaptureState } from './capture.svelte.ts';

/** What is offered under the filter field for the word at the caret. */
export class Suggestions {
  readonly #capture: CaptureState;
  list = $state.raw<readonly Suggestion[]>([]);
  /** The one that Enter takes; -1 for none. */
  active = $state(-1);

  constructor(capture: CaptureState) {
    this.#capture = capture;
  }

  /** Asks what the text may go on with; an empty one with filters that were used before. */
  async ask(text: string, caret: number): Promise<void> {
    if (text.trim() === '') return this.#offer(this.#earlier(text));
    const answer = await this.#capture.client.askLatest('suggest', 'suggest', { text, caret });
    if (answer.kind === 'done' && text === this.#capture.filter) this.#offer(answer.value);
  }

  move(by: number): void {
    const count = this.list.length;
    if (count === 0) return;
    // From the field itself (-1) up is the last one.
    this.active = ((this.active + by + 1 + count + 1) % (count + 1)) - 1;
  }

  close(): void {
    this.#offer([]);
  }

  #offer(list: readonly Suggestion[]): void {
    this.list = list;
    this.active = -1;
  }

  #earlier(text: string): readonly Suggestion[] {
    return this.#capture.earlierFilters
      .slice(0, 12)
      .map((insert) => ({ insert, from: 0, to: text.length, packets: null }));
  }
}
