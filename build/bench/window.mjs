/* global window, document, addEventListener, requestAnimationFrame, MutationObserver */
/**
 * `npm run bench -- --window`: the built page in a headless browser. What a person waits for, and whether the page's own
 * thread is ever busy for long while logs are read, packets filtered and the graph drawn.
 */
import { chromium } from '@playwright/test';
import { pathToFileURL } from 'node:url';
import { browser } from '../browser.mjs';
import { fromRoot } from '../paths.mjs';

const FLAGS = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--no-first-run',
];
/** Words that one types into the filter: addresses, ports, chains, ends, text that is searched everywhere. */
const FILTERS = [
  'dropped',
  'dport 443',
  'src 10.0.0.0/8',
  'chain filter/FORWARD',
  '10.0',
  'not tcp',
  'rule filter/FORWARD 2',
];

/** Opens each log in a page of its own; one row of figures for each, by the names of `goals`. */
export async function measureWindow(logs) {
  const { serve } = await import(pathToFileURL(fromRoot('dist/electron/serve.js')).href);
  const serving = await serve(fromRoot('dist/renderer'));
  const executablePath = (await browser()) ?? undefined;
  const args = process.getuid?.() === 0 ? [...FLAGS, '--no-sandbox'] : FLAGS;
  const running = await chromium.launch({ args, executablePath });
  try {
    const rows = {};
    for (const [name, path] of Object.entries(logs)) {
      const page = await running.newPage({ viewport: { width: 1440, height: 900 } });
      await page.addInitScript(watchPage);
      await page.goto(serving.url);
      rows[name] = await measureLog(page, path);
      await page.close();
    }
    return rows;
  } finally {
    await running.close();
    await serving.close();
  }
}

/** What is to be reached in the window, by the names of the figures. */
export const windowGoals = {
  'first packets, ms': 'at most 1000',
  'progress a second': 'at least 4',
  'longest task while reading, ms': 'at most 50',
  'longest task of the graph, ms': 'at most 50',
  'slowest filter, ms': 'at most 100',
  'longest frame while scrolling, ms': 'at most 34',
};

async function measureLog(page, path) {
  await page.getByLabel('Files', { exact: true }).setInputFiles(path);
  await page.waitForFunction(() => window.bench.read > 0, null, { timeout: 300_000, polling: 50 });
  // The graph is drawn after the panes with text.
  await page.waitForTimeout(1500);
  const opened = await page.evaluate(() => window.bench.opened());
  const slowest = {};
  for (const words of FILTERS)
    slowest[words] = await page.evaluate((text) => window.bench.filter(text), words);
  await page.evaluate(() => window.bench.filter(''));
  const frames = await page.evaluate(() => window.bench.scroll());
  if (process.env.NETOPSY_BENCH_DETAILS) console.log(opened, slowest, frames);
  return {
    ...opened.figures,
    'slowest filter, ms': Math.max(...Object.values(slowest)),
    'longest frame while scrolling, ms': frames.longest,
  };
}

/** Runs in the page before anything else: notes what the page's thread does and when what is on the screen. */
function watchPage() {
  const bench = { chosen: 0, first: 0, read: 0, tasks: [], progress: [], results: [] };
  window.bench = bench;
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) bench.tasks.push({ startTime, duration });
  }).observe({ entryTypes: ['longtask'] });
  addEventListener('change', () => (bench.chosen ||= performance.now()), true);

  const rowsSeen = () => document.querySelector('[role=grid][aria-label=Journeys] .mono') !== null;
  const look = () => {
    if (bench.chosen > 0) {
      const now = performance.now();
      if (bench.first === 0 && rowsSeen()) bench.first = now;
      const busy = document.querySelector('[aria-busy=true], progress') !== null;
      if (bench.read === 0 && bench.first > 0 && !busy) bench.read = now;
      const says = document.querySelector('[data-progress], main dl')?.textContent ?? '';
      if (bench.read === 0 && busy && says !== bench.says) {
        bench.says = says;
        bench.progress.push(now);
      }
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);

  const longest = (from, to) =>
    Math.max(
      0,
      ...bench.tasks
        .filter(({ startTime }) => startTime >= from && startTime < to)
        .map((task) => task.duration),
    );
  bench.opened = () => {
    const { chosen, first, read, tasks, progress } = bench;
    const gaps = progress.slice(1).map((time, i) => time - progress[i]);
    return {
      figures: {
        'first packets, ms': first - chosen,
        'all read, ms': read - chosen,
        'progress a second': progress.length / ((read - chosen) / 1000),
        'longest wait for progress, ms': Math.max(0, ...gaps),
        'longest task while reading, ms': longest(chosen, read - 20),
        'longest task of the graph, ms': longest(read - 20, Infinity),
      },
      tasks: tasks.map(({ startTime, duration }) => `${Math.round(startTime - chosen)}+${duration}`),
    };
  };
  bench.filter = async (text) => {
    const status = document.querySelector('section[aria-label=Journeys] .quiet');
    const field = document.querySelector('#filter');
    const before = status.textContent;
    const changed = new Promise((resolve) => {
      const seen = new MutationObserver(() => resolve(performance.now()));
      seen.observe(status, { subtree: true, characterData: true, childList: true });
      setTimeout(() => resolve(NaN), 3000);
    });
    const start = performance.now();
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    const end = await changed;
    await new Promise((resolve) => setTimeout(resolve, 400));
    return Number.isNaN(end) ? (status.textContent === before ? 0 : 3000) : end - start;
  };
  bench.scroll = async () => {
    const grid = document.querySelector('[role=grid][aria-label=Journeys]');
    const frames = [];
    let last = performance.now();
    const step = (grid.scrollHeight - grid.clientHeight) / 120;
    for (let frame = 0; frame < 120; frame++) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const now = performance.now();
      frames.push(now - last);
      last = now;
      grid.scrollTop = step * frame;
    }
    return { longest: Math.max(...frames.slice(2)), late: frames.filter((each) => each > 34).length };
  };
}
