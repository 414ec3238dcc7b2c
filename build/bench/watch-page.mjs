/* global window, document, addEventListener, requestAnimationFrame, Worker */
/** Runs in the page before anything else: notes when what is on the screen. Times are the page's `performance.now()`. */
export function watchPage() {
  const bench = { chosen: 0, first: 0, read: 0, drawn: 0, progress: [], answered: 0, frames: null };
  window.bench = bench;
  addEventListener('change', () => (bench.chosen ||= performance.now()), true);

  const all = (selector) => document.querySelectorAll(selector);
  let said = '';
  const look = (now) => {
    if (bench.chosen > 0) {
      if (bench.first === 0 && all('[role=grid][aria-label=Journeys] .mono').length > 0) bench.first = now;
      const isReading = all('main[aria-busy=true], header [aria-busy=true]').length > 0;
      if (bench.read === 0 && bench.first > 0 && !isReading) bench.read = now;
      const isDrawn = all('.graph[aria-busy=false]').length > 0;
      if (bench.drawn === 0 && bench.read > 0 && isDrawn) bench.drawn = now;
      const says = document.querySelector('[data-progress], main[aria-busy=true] dl')?.textContent ?? '';
      if (bench.read === 0 && isReading && says !== said) {
        said = says;
        bench.progress.push(now);
      }
    }
    if (bench.frames !== null) noteFrame(now);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);

  /** How long each frame took, and how many rows in sight had nothing to show yet. */
  function noteFrame(now) {
    const { last, times, waiting } = bench.frames;
    if (last > 0) times.push(now - last);
    bench.frames.last = now;
    waiting.push(all('[role=grid][aria-label=Journeys] [role=row][aria-busy=true]').length);
  }

  // The worker answers a filter with a number of its own: the field's newest is on the screen a frame after its answer.
  const RealWorker = Worker;
  window.Worker = class extends RealWorker {
    constructor(...args) {
      super(...args);
      const filters = new Set();
      this.postMessage = (message, ...rest) => {
        if (message.kind === 'ask' && message.name === 'filter') filters.add(message.id);
        super.postMessage(message, ...rest);
      };
      this.addEventListener('message', ({ data }) => {
        if (!filters.delete(data.id)) return;
        bench.answered++;
        requestAnimationFrame(() => setTimeout(() => (bench.shown = performance.now())));
      });
    }
  };

  const shownAfter = (start) =>
    new Promise((resolve) => {
      const wait = () => (bench.shown > start ? resolve(bench.shown - start) : setTimeout(wait, 5));
      wait();
    });
  const type = (text) => {
    const field = document.querySelector('#filter');
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  };
  const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  /** From the input of a filter to the frame that shows its packets. */
  bench.filter = async (text) => {
    const start = performance.now();
    type(text);
    const milliseconds = await shownAfter(start);
    await pause(400);
    return milliseconds;
  };
  /** The same from the last of many key strokes, thirty a second. */
  bench.typed = async (text) => {
    let start = 0;
    for (let length = 1; length <= text.length; length++) {
      start = performance.now();
      type(text.slice(0, length));
      if (length < text.length) await pause(33);
    }
    // Whatever was asked before is superseded, or answered before.
    await pause(300);
    return Math.max(0, bench.shown - start);
  };
}
