import type { StreamFault } from '../../model/stream-fault.ts';
import type { Chunks } from '../chunks.ts';
import { type BrokenKind, BrokenStream } from './broken-stream.ts';
import { type Compression, decoders } from './decode.ts';

/** To a thread that unpacks: what begins, its next packed bytes, that there are no more, or memory that was read. */
export type UnpackAsk =
  | { readonly kind: 'start'; readonly compression: Compression }
  | { readonly kind: 'packed'; readonly bytes: Uint8Array }
  | { readonly kind: 'end' }
  | { readonly kind: 'free'; readonly memory: ArrayBuffer };

/** From the thread: that it can take packed bytes, the next unpacked ones, that this was all, that it can't go on. */
export type UnpackAnswer =
  | { readonly kind: 'more' }
  | { readonly kind: 'unpacked'; readonly memory: ArrayBuffer; readonly length: number }
  | { readonly kind: 'end' }
  | { readonly kind: 'broken'; readonly broken: BrokenKind; readonly fault: StreamFault }
  /** A fault of ours. */
  | { readonly kind: 'failed'; readonly message: string };

type Send<Message> = (message: Message, handedOver: readonly ArrayBuffer[]) => void;

/** Another thread on which `serveUnpacking` runs. */
export interface UnpackThread {
  send: Send<UnpackAsk>;
  /** `take` gets every answer from now on; `fail` the thread's own end. */
  listen(take: (answer: UnpackAnswer) => void, fail: (error: Error) => void): void;
  stop(): void;
}

const pieceBytes = 1 << 20;
const pieces = 4;

/** What runs on the thread: one stream after another. Returns who takes the messages. */
export function serveUnpacking(send: Send<UnpackAnswer>): (ask: UnpackAsk) => void {
  /** Memory that goes to whoever reads it and comes back. */
  const free = Array.from({ length: pieces }, () => new ArrayBuffer(pieceBytes));
  let packed: (Uint8Array | null)[] = [];
  let wake = (): void => {};
  const woken = (): Promise<void> => new Promise((resolve) => (wake = resolve));

  async function* arriving(): Chunks {
    for (;;) {
      while (packed.length === 0) await woken();
      const next = packed.shift();
      if (next === null || next === undefined) return;
      yield next;
      send({ kind: 'more' }, []);
    }
  }
  async function run(compression: Compression): Promise<void> {
    packed = [];
    // One piece more than is being unpacked.
    send({ kind: 'more' }, []);
    send({ kind: 'more' }, []);
    try {
      for await (const chunk of decoders[compression](arriving())) {
        for (let start = 0; start < chunk.length; start += pieceBytes) {
          while (free.length === 0) await woken();
          const memory = free.pop() as ArrayBuffer;
          const piece = chunk.subarray(start, start + pieceBytes);
          new Uint8Array(memory).set(piece);
          send({ kind: 'unpacked', memory, length: piece.length }, [memory]);
        }
      }
      send({ kind: 'end' }, []);
    } catch (error) {
      if (error instanceof BrokenStream) send({ kind: 'broken', broken: error.kind, fault: error.fault }, []);
      else send({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }, []);
    }
  }
  return (ask) => {
    if (ask.kind === 'start') void run(ask.compression);
    else if (ask.kind === 'free') free.push(ask.memory);
    else packed.push(ask.kind === 'end' ? null : ask.bytes);
    wake();
  };
}

/**
 * Unpacks on the thread, ahead of whoever uses the bytes; a chunk is good until the next one is asked for. `onEnd` is told
 * whether the thread can take another stream.
 */
export async function* unpackedOn(
  thread: UnpackThread,
  compression: Compression,
  packed: Chunks,
  onEnd: (isFree: boolean) => void,
): Chunks {
  const source = packed[Symbol.asyncIterator]();
  const answers: UnpackAnswer[] = [];
  let failure: Error | null = null;
  let wake = (): void => {};
  let isFree = false;
  thread.listen(
    (answer) => {
      answers.push(answer);
      wake();
    },
    (error) => {
      failure = error;
      wake();
    },
  );
  thread.send({ kind: 'start', compression }, []);
  try {
    for (;;) {
      while (answers.length === 0 && failure === null) await new Promise<void>((resolve) => (wake = resolve));
      const answer = answers.shift();
      if (answer === undefined) throw failure ?? new Error('unpacking thread ended');
      if (answer.kind === 'more') {
        const next = await source.next();
        if (next.done === true) thread.send({ kind: 'end' }, []);
        else {
          const bytes = new Uint8Array(next.value);
          thread.send({ kind: 'packed', bytes }, [bytes.buffer]);
        }
      } else if (answer.kind === 'unpacked') {
        const { memory, length } = answer;
        yield new Uint8Array(memory, 0, length);
        thread.send({ kind: 'free', memory }, [memory]);
      } else if (answer.kind === 'end') {
        isFree = true;
        return;
      } else {
        isFree = answer.kind === 'broken';
        throw answer.kind === 'failed'
          ? new Error(answer.message)
          : new BrokenStream(answer.broken, answer.fault.kind, answer.fault.detail);
      }
    }
  } finally {
    await source.return?.();
    onEnd(isFree);
  }
}

/** A smaller file is unpacked before a thread has begun with it. */
const worthwhileBytes = 1 << 20;

/**
 * Unpacks large files on threads that `start` makes; one that has nothing to do waits for the next file, until `stop` is
 * called.
 */
export function unpackPool(start: () => UnpackThread) {
  let idle: UnpackThread | null = null;
  return {
    decode(compression: Compression, packed: Chunks, packedBytes: number | null): Chunks | null {
      if ((packedBytes ?? 0) < worthwhileBytes) return null;
      const thread = idle ?? start();
      idle = null;
      return unpackedOn(thread, compression, packed, (isFree) => {
        if (isFree && idle === null) idle = thread;
        else thread.stop();
      });
    },
    stop(): void {
      idle?.stop();
      idle = null;
    },
  };
}
