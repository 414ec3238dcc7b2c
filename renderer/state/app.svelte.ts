import type { Progress } from '../../core/index.ts';
import { startWorker, type WorkerClient } from '../worker/client.ts';
import type { CaptureSummary } from '../worker/protocol.ts';
import type { Bundle } from './bundle.ts';
import { CaptureState } from './capture.svelte.ts';

/** What the window shows. */
export type Phase =
  | { readonly kind: 'start' }
  | { readonly kind: 'busy'; readonly bundle: Bundle }
  /** All was read, and no packet can be told: what was in the files, and what to ask for. */
  | { readonly kind: 'nothing'; readonly bundle: Bundle; readonly summary: CaptureSummary }
  | { readonly kind: 'capture'; readonly capture: CaptureState };

/** The state of the whole window. */
export class AppState {
  phase = $state.raw<Phase>({ kind: 'start' });
  progress = $state.raw<Progress | null>(null);
  /** True between the click on Cancel and the answer. */
  cancelling = $state(false);
  /** Something that went wrong, as a sentence; '' when nothing did. */
  problem = $state('');

  #client: WorkerClient | null = null;
  #shellId: string | null = null;

  /** Reads a bundle; whatever was open before is closed. */
  async open(bundle: Bundle): Promise<void> {
    this.close();
    if (bundle.files.length === 0) {
      this.problem = `There is no readable file in ${bundle.name}.`;
      return;
    }
    this.phase = { kind: 'busy', bundle };
    this.#shellId = bundle.shellId;
    const client = startWorker({
      onProgress: (progress) => (this.progress = progress),
      read: (fileId, start, length) =>
        window.netopsy?.read(fileId, start, length) ?? Promise.reject(new Error('There is no shell.')),
    });
    this.#client = client;
    const answer = await client.ask('open', { files: bundle.files });
    if (answer.kind === 'superseded' || this.#client !== client) return;
    if (answer.kind === 'failed') {
      this.close();
      this.problem = `${bundle.name} could not be analysed: ${answer.message}`;
    } else if (answer.value.packets === 0) {
      this.phase = { kind: 'nothing', bundle, summary: answer.value };
    } else {
      this.phase = { kind: 'capture', capture: new CaptureState(bundle, answer.value, client) };
    }
  }

  /** Ends reading; what was found so far is shown. */
  cancel(): void {
    if (this.phase.kind !== 'busy') return;
    this.cancelling = true;
    void this.#client?.ask('cancel', {});
  }

  /** Back to the start; frees the worker and the shell's files. */
  close(): void {
    this.#client?.close();
    if (this.#shellId !== null) void window.netopsy?.release(this.#shellId);
    this.#client = null;
    this.#shellId = null;
    this.phase = { kind: 'start' };
    this.progress = null;
    this.cancelling = false;
    this.problem = '';
  }
}
