import type { Progress, ReachProgress } from '../../core/index.ts';
import { words } from '../language.ts';
import type { RequestName, Requests, ToPage, ToWorker } from './protocol.ts';
import { ShownMessages } from './shown-messages.ts';

/** What became of a request. `superseded`: a newer one of its lane made it pointless, or the worker was closed. */
export type Answer<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'superseded' }
  | { readonly kind: 'failed'; readonly message: string };

/** The worker as the page sees it. */
export interface WorkerClient {
  ask<Name extends RequestName>(
    name: Name,
    ask: Requests[Name]['ask'],
  ): Promise<Answer<Requests[Name]['answer']>>;
  /**
   * Like `ask`, but of all that wait in one lane only the newest is sent, and only when the one before it was
   * answered. Whatever answer is not the newest's is `superseded`.
   */
  askLatest<Name extends RequestName>(
    lane: string,
    name: Name,
    ask: Requests[Name]['ask'],
  ): Promise<Answer<Requests[Name]['answer']>>;
  /** From now on `listener` hears how far the answer about all packets is. */
  hearReach(listener: (progress: ReachProgress) => void): void;
  /** Ends the worker and frees its memory; open requests are answered `superseded`. */
  close(): void;
}

export interface ClientOptions {
  readonly onProgress: (progress: Progress) => void;
  /** How much of a report is made, from 0 to 1. */
  readonly onReport: (done: number) => void;
  /** Reads bytes of a shell's file. */
  readonly read: (fileId: string, start: number, length: number) => Promise<Uint8Array>;
}

/** The part of `Worker` that the client needs. */
export interface Port {
  postMessage(message: ToWorker): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<ToPage>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/** Starts the analysis worker. */
export function startWorker(options: ClientOptions): WorkerClient {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    type: 'module',
    name: words.language,
  });
  return connect(worker, options);
}

/** The client of a port; apart from `startWorker` for the tests. */
export function connect(port: Port, { onProgress, onReport, read }: ClientOptions): WorkerClient {
  type Settle = (answer: Answer<unknown>) => void;
  const open = new Map<number, Settle>();
  const lanes = new Map<string, { busy: boolean; waiting: (() => void) | null; dropWaiting: () => void }>();
  const messages = new ShownMessages();
  let onReach: (progress: ReachProgress) => void = () => {};
  let lastId = 0;
  let closed = false;

  port.onmessage = ({ data }) => {
    if (data.kind === 'progress') onProgress(messages.toPage(data.progress));
    else if (data.kind === 'reportProgress') onReport(data.done);
    else if (data.kind === 'reachProgress') onReach(data.progress);
    else if (data.kind === 'read') void answerRead(data.id, data.fileId, data.start, data.length);
    else {
      const settle = open.get(data.id);
      open.delete(data.id);
      settle?.(
        data.kind === 'answer'
          ? { kind: 'done', value: messages.toPage(data.answer) }
          : { kind: 'failed', message: messages.toPage(data.message) },
      );
    }
  };
  port.onerror = (event) => {
    event.preventDefault();
    settleAll({
      kind: 'failed',
      message: messages.toPage(event.message) || words.frame.problems.stopped,
    });
  };

  async function answerRead(id: number, fileId: string, start: number, length: number) {
    const bytes = await read(fileId, start, length).catch(() => null);
    if (!closed) port.postMessage({ kind: 'bytes', id, bytes });
  }

  function settleAll(answer: Answer<unknown>) {
    const waiting = [...open.values()];
    open.clear();
    for (const settle of waiting) settle(answer);
  }

  function ask<Name extends RequestName>(name: Name, request: Requests[Name]['ask']) {
    return new Promise<Answer<Requests[Name]['answer']>>((resolve) => {
      if (closed) return resolve({ kind: 'superseded' });
      const id = ++lastId;
      open.set(id, resolve as Settle);
      port.postMessage({ kind: 'ask', id, name, ask: messages.toWorker(request) } as ToWorker);
    });
  }

  function askLatest<Name extends RequestName>(laneName: string, name: Name, request: Requests[Name]['ask']) {
    const lane = lanes.get(laneName) ?? { busy: false, waiting: null, dropWaiting: () => {} };
    lanes.set(laneName, lane);
    return new Promise<Answer<Requests[Name]['answer']>>((resolve) => {
      const send = () => {
        lane.busy = true;
        void ask(name, request).then((answer) => {
          lane.busy = false;
          resolve(lane.waiting === null ? answer : { kind: 'superseded' });
          const next = lane.waiting;
          lane.waiting = null;
          next?.();
        });
      };
      if (!lane.busy) return send();
      if (lane.waiting !== null) lane.dropWaiting();
      lane.waiting = send;
      lane.dropWaiting = () => resolve({ kind: 'superseded' });
    });
  }

  function close() {
    closed = true;
    port.terminate();
    settleAll({ kind: 'superseded' });
  }

  function hearReach(listener: (progress: ReachProgress) => void) {
    onReach = listener;
  }

  return { ask, askLatest, hearReach, close };
}
