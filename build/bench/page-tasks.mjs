/**
 * Notes every task of the page's own thread, by a trace of the browser: how long it took by the clock, and how much of
 * that on a processor. On a machine with other work the two are far apart, and only the second is the page's own.
 */
export async function recordTasks(browser, page) {
  await browser.startTracing(page, { categories: ['__metadata', 'toplevel', 'blink.user_timing'] });
  const pageTime = await page.evaluate(() => performance.mark('bench-clock').startTime);
  return {
    /**
     * Ends the recording: tasks of the page's thread (or of its workers) with times in milliseconds, `start` by the
     * page's `performance.now()`.
     */
    async stop(thread = 'page') {
      const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
      const clock = traceEvents.find(({ name }) => name === 'bench-clock');
      const workers = new Set(
        traceEvents
          .filter(({ name, args }) => name === 'thread_name' && args.name.startsWith('DedicatedWorker'))
          .map(({ pid, tid }) => `${pid} ${tid}`),
      );
      const isWanted = ({ pid, tid }) =>
        thread === 'page' ? pid === clock.pid && tid === clock.tid : workers.has(`${pid} ${tid}`);
      return traceEvents
        .filter((event) => event.name.endsWith('RunTask') && event.ph === 'X' && isWanted(event))
        .map(({ ts, dur, tdur }) => ({
          start: (ts - clock.ts) / 1000 + pageTime,
          wall: (dur ?? 0) / 1000,
          processor: (tdur ?? dur ?? 0) / 1000,
        }));
    },
  };
}

/** The longest of the tasks that began between two times of the page's clock. */
export function longest(tasks, what, from = -Infinity, to = Infinity) {
  return Math.max(0, ...tasks.filter(({ start }) => start >= from && start < to).map((task) => task[what]));
}
