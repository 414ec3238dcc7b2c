import { likelyRoom } from './likely-room.ts';
import type { Progress } from '../../core/index.ts';
import { words } from '../language.ts';
import { startWorker, type WorkerClient } from '../worker/client.ts';
import type { CaptureSummary, MadeReport, RefusedTry, ReportAsk, TryAsk } from '../worker/protocol.ts';
import { beginningBytes, isLong } from './beginning.ts';
import type { CaseCapture, NamedFile } from '../case/case-file.ts';
import { checksums } from '../case/checksums.ts';
import type { Bundle } from './bundle.ts';
import { CaptureState } from './capture.svelte.ts';
import { ComparisonState } from './comparison.svelte.ts';
import { secondSide } from './second-side.ts';

/** What the window shows. */
export type Phase =
  | { readonly kind: 'start' }
  /** A case that asks for its evidence. */
  | { readonly kind: 'case'; readonly wanted: CaseCapture }
  | { readonly kind: 'busy'; readonly bundle: Bundle }
  /** All was read, and no packet can be told: what was in the files, and what to ask for. */
  | { readonly kind: 'nothing'; readonly bundle: Bundle; readonly summary: CaptureSummary }
  | { readonly kind: 'capture'; readonly capture: CaptureState }
  | { readonly kind: 'comparison'; readonly capture: CaptureState; readonly comparison: ComparisonState };

/** The state of the whole window. */
export class AppState {
  phase = $state.raw<Phase>({ kind: 'start' });
  progress = $state.raw<Progress | null>(null);
  /** How much of the report is made, from 0 to 1. */
  reportDone = $state(0);
  /** True between the click on Cancel and the answer. */
  cancelling = $state(false);
  /** Something that went wrong, as a sentence; '' when nothing did. */
  problem = $state('');

  #client: WorkerClient | null = null;
  /** Answers for the beginning of a long bundle while the rest is read. */
  #early: WorkerClient | null = null;
  readonly #shellIds: string[] = [];

  /** Asks for the evidence of a case. */
  openCase(wanted: CaseCapture): void {
    this.close();
    this.phase = { kind: 'case', wanted };
  }

  /** Reads the evidence of a case, and goes on where it was left; `sums` are those of the bundle's files. */
  async openEvidence(bundle: Bundle, wanted: CaseCapture, sums: readonly NamedFile[]): Promise<void> {
    await this.open(bundle, sums);
    const capture = openCapture(this.phase);
    if (capture?.bundle === bundle) await capture.restore(wanted);
  }

  /** Reads a bundle; whatever was open before is closed. `sums`: its checksums, where they are known. */
  async open(bundle: Bundle, sums: readonly NamedFile[] | null = null): Promise<void> {
    this.close();
    if (bundle.files.length === 0) {
      this.problem = words.frame.problems.noFile(bundle.name);
      return;
    }
    this.phase = { kind: 'busy', bundle };
    this.#hold(bundle);
    const client = this.#startWorker((progress) => (this.progress = progress));
    this.#client = client;
    // The beginning first, alone: both at a time would keep the page and each other waiting.
    const beginning = isLong(bundle) ? await this.#readBeginning(bundle) : null;
    if (this.#client !== client) return;
    if (beginning !== null) {
      this.phase = { kind: 'capture', capture: beginning };
      if (this.cancelling) return this.#keepBeginning(beginning);
    }
    const answer = await client.ask('open', { files: bundle.files, logBytes: Infinity, room: likelyRoom() });
    if (answer.kind === 'superseded' || this.#client !== client) return;
    if (answer.kind === 'failed') {
      this.close();
      this.problem = words.frame.problems.notAnalysed(bundle.name, answer.message);
    } else if (answer.value.packets === 0) {
      this.phase = { kind: 'nothing', bundle, summary: answer.value };
    } else if (beginning !== null) {
      await beginning.complete(answer.value, client);
    } else {
      this.phase = { kind: 'capture', capture: new CaptureState(bundle, answer.value, client, false) };
    }
    this.#endBeginning();
    this.cancelling = false;
    const capture = openCapture(this.phase);
    if (capture?.bundle === bundle)
      capture.know(sums ?? (await checksums(bundle.files, () => this.#client === client)));
  }

  /** What the first lines of a long bundle say; null where they say nothing of packets. */
  async #readBeginning(bundle: Bundle): Promise<CaptureState | null> {
    const early = this.#startWorker((progress) => (this.progress = progress));
    this.#early = early;
    const answer = await early.ask('open', {
      files: bundle.files,
      logBytes: beginningBytes,
      room: likelyRoom(),
    });
    return answer.kind === 'done' && answer.value.packets > 0
      ? new CaptureState(bundle, answer.value, early, true)
      : null;
  }

  /** The reading was stopped before the rest was begun. */
  #keepBeginning(beginning: CaptureState): void {
    this.#client?.close();
    this.#client = this.#early;
    this.#early = null;
    this.cancelling = false;
    beginning.reading = false;
  }

  #endBeginning(): void {
    this.#early?.close();
    this.#early = null;
  }

  #startWorker(onProgress: (progress: Progress) => void): WorkerClient {
    return startWorker({
      onProgress,
      onReport: (done) => (this.reportDone = done),
      read: (fileId, start, length) =>
        window.netopsy?.read(fileId, start, length) ?? Promise.reject(new Error('There is no shell.')),
    });
  }

  /** Reads a second bundle and compares it with the open one, which stays open behind the comparison. */
  async compareWith(bundle: Bundle): Promise<void> {
    const capture = openCapture(this.phase);
    const client = this.#client;
    if (capture === null || client === null || capture.reading) return;
    capture.problem = '';
    if (bundle.files.length === 0) {
      capture.problem = words.frame.problems.noFile(bundle.name);
      return;
    }
    this.progress = null;
    this.phase = { kind: 'busy', bundle };
    this.#hold(bundle);
    const side = secondSide(capture.bundle.name, bundle.name);
    const answer = await client.ask('compare', { files: bundle.files, side });
    if (answer.kind === 'superseded' || this.#client !== client) return;
    this.cancelling = false;
    if (answer.kind === 'failed') {
      capture.problem = words.frame.problems.notCompared(bundle.name, answer.message);
      this.phase = { kind: 'capture', capture };
      return;
    }
    const names =
      side === 'before'
        ? { before: bundle.name, after: capture.bundle.name }
        : { before: capture.bundle.name, after: bundle.name };
    const comparison = new ComparisonState(names, answer.value, client);
    this.phase = { kind: 'comparison', capture, comparison };
  }

  /** Compares the open capture with what changes come to; or says which change can't be made. */
  async compareTried(ask: TryAsk): Promise<RefusedTry | null> {
    const capture = openCapture(this.phase);
    const client = this.#client;
    if (capture === null || client === null || capture.reading) return null;
    const answer = await client.ask('compareTried', ask);
    if (answer.kind === 'superseded' || this.#client !== client) return null;
    if (answer.kind === 'failed') capture.problem = answer.message;
    else if (answer.value.kind === 'refused') return answer.value;
    else {
      const made = [...ask.files.map(({ path }) => path), ...ask.lines.map(({ text }) => text)];
      const names = { before: capture.bundle.name, after: words.whatIf.changedBy(made) };
      const comparison = new ComparisonState(names, answer.value.comparison, client);
      this.phase = { kind: 'comparison', capture, comparison };
    }
    return null;
  }

  /** Opens one bundle and compares it with another. */
  async openPair(first: Bundle, second: Bundle): Promise<void> {
    await this.open(first);
    if (this.phase.kind === 'capture') await this.compareWith(second);
  }

  /** Makes the report of what is open; null when it was cancelled or the bundle was closed. Rejects with the reason. */
  async report(ask: ReportAsk): Promise<MadeReport | null> {
    this.reportDone = 0;
    const answer = await this.#client?.ask('report', ask);
    if (answer?.kind === 'failed') throw new Error(answer.message);
    return answer?.kind === 'done' ? answer.value : null;
  }

  cancelReport(): void {
    void this.#client?.ask('cancelReport', {});
  }

  /** What is open, whether a comparison lies over it or not. */
  get capture(): CaptureState | null {
    return openCapture(this.phase);
  }

  /** Back from the comparison to the capture that was open before it. */
  endComparison(): void {
    if (this.phase.kind === 'comparison') this.phase = { kind: 'capture', capture: this.phase.capture };
  }

  /** A bundle is being read, whether a part of it is shown already or not. */
  get isReading(): boolean {
    return this.phase.kind === 'busy' || (this.phase.kind === 'capture' && this.phase.capture.reading);
  }

  /** Ends reading; what was found so far is shown. */
  cancel(): void {
    if (!this.isReading) return;
    this.cancelling = true;
    void this.#client?.ask('cancel', {});
  }

  /** Back to the start; frees the worker and the shell's files. */
  close(): void {
    this.#client?.close();
    this.#endBeginning();
    for (const id of this.#shellIds.splice(0)) void window.netopsy?.release(id);
    this.#client = null;
    this.phase = { kind: 'start' };
    this.progress = null;
    this.cancelling = false;
    this.problem = '';
  }

  #hold({ shellId }: Bundle): void {
    if (shellId !== null) this.#shellIds.push(shellId);
  }
}

function openCapture(phase: Phase): CaptureState | null {
  return phase.kind === 'capture' || phase.kind === 'comparison' ? phase.capture : null;
}
