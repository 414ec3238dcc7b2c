import type { ReachProgress, Room } from '../../core/index.ts';
import type { WorkerClient } from '../worker/client.ts';
import type { BoxColumn, BoxRow, DrawnPicture, ReachAsk, ReachFound } from '../worker/protocol.ts';
import { RowBlocks } from './row-blocks.svelte.ts';

/** What a person wants to know, which is the heading of the answer. */
export type ReachTitle = 'dies' | 'catches' | 'passes';

export interface ReachQuestion {
  readonly title: ReachTitle;
  /** What it is about, as the window names it: `filter/FORWARD 3`; '' for what the fields say. */
  readonly about: string;
  readonly ask: ReachAsk;
}

/** A question about all packets and its boxes: the last one that was asked. */
export class ReachState {
  question = $state.raw<ReachQuestion | null>(null);
  asking = $state(false);
  progress = $state.raw<ReachProgress | null>(null);
  found = $state.raw<ReachFound | null>(null);
  /** Why there is no answer; '' where there is one, or nothing was asked. */
  problem = $state('');
  gaveUp = $state(false);

  text = $state('');
  sort = $state<BoxColumn>('share');
  descending = $state(true);
  /** The boxes that fit `text`. */
  count = $state(0);
  current = $state(-1);
  readonly rows: RowBlocks<BoxRow>;
  readonly #client: () => WorkerClient;

  constructor(client: () => WorkerClient) {
    this.#client = client;
    this.rows = new RowBlocks(async (from, to) => {
      const { text, sort, descending } = this;
      const answer = await client().askLatest('boxes', 'boxes', { text, sort, descending, from, to });
      return answer.kind === 'done' ? answer.value.rows : null;
    });
  }

  /** Asks, and gives up what was asked before. */
  async ask(question: ReachQuestion): Promise<void> {
    this.question = question;
    await this.#wait(async (client) => {
      const answer = await client.ask('reach', question.ask);
      if (answer.kind !== 'done') return answer.kind === 'failed' ? { wrong: answer.message } : null;
      return answer.value;
    });
  }

  /** Asks which packets end otherwise in the second capture. */
  async compare(): Promise<void> {
    await this.#wait(async (client) => {
      const answer = await client.ask('comparedReach', {});
      if (answer.kind !== 'done') return answer.kind === 'failed' ? { wrong: answer.message } : null;
      return answer.value;
    });
  }

  giveUp(): void {
    void this.#client().ask('giveUpReach', {});
  }

  /** Sorts by a column; by the same once more, the other way round. */
  sortBy(column: BoxColumn): void {
    this.descending = this.sort === column ? !this.descending : column === 'share';
    this.sort = column;
    void this.refresh();
  }

  /** Counts the boxes anew after the text or the order changed. */
  async refresh(): Promise<void> {
    const { text, sort, descending } = this;
    const ask = { text, sort, descending, from: 0, to: 0 };
    const answer = await this.#client().askLatest('box count', 'boxes', ask);
    if (answer.kind !== 'done') return;
    this.count = answer.value.count;
    this.current = this.count > 0 ? 0 : -1;
    this.rows.clear();
  }

  /** The ways of the boxes that fit; null where there are none. */
  async ways(room: Room): Promise<DrawnPicture | null> {
    const answer = await this.#client().ask('boxWays', { text: this.text, room });
    return answer.kind === 'done' ? answer.value : null;
  }

  async #wait(
    answer: (client: WorkerClient) => Promise<ReachFound | { readonly wrong: string } | null>,
  ): Promise<void> {
    const client = this.#client();
    const round = {};
    this.#round = round;
    this.asking = true;
    this.progress = null;
    this.found = null;
    this.problem = '';
    this.gaveUp = false;
    this.text = '';
    client.hearReach((progress) => (this.progress = progress));
    const found = await answer(client);
    if (this.#round !== round) return;
    this.asking = false;
    if (found === null) this.gaveUp = true;
    else if ('wrong' in found) this.problem = found.wrong;
    else {
      this.found = found;
      await this.refresh();
    }
  }

  /** The newest question. */
  #round: object = {};
}
