/** The page's thread is kept for so long at a time: a key or a frame waits no longer, on slow machines too. */
const sliceMilliseconds = 12;

/** Work that goes on. */
export interface Slices {
  readonly isOver: () => boolean;
  cancel(): void;
}

/** Does the pieces of some work one after the other, a few at a time with other tasks in between; `ondone` after the last. */
export function inSlices(pieces: number, work: (piece: number) => void, ondone: () => void): Slices {
  let next = 0;
  let isOver = false;
  // A timer would wait four milliseconds each time.
  const { port1, port2 } = new MessageChannel();
  const end = () => {
    isOver = true;
    port1.close();
  };
  port1.onmessage = () => {
    if (isOver) return;
    const until = performance.now() + sliceMilliseconds;
    while (next < pieces && performance.now() < until) work(next++);
    if (next < pieces) return port2.postMessage(null);
    end();
    ondone();
  };
  port2.postMessage(null);
  return { isOver: () => isOver, cancel: end };
}
