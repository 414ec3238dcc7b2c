/* global window */
/**
 * `npm run bench -- --window`: the built page in a headless browser. What a person waits for, and whether the page's own
 * thread is ever busy for long while logs are read, packets filtered, rows scrolled and the graph drawn.
 */
import { chromium } from '@playwright/test';
import { pathToFileURL } from 'node:url';
import { browser } from '../browser.mjs';
import { fromRoot } from '../paths.mjs';
import { longest, recordTasks } from './page-tasks.mjs';
import { watchPage } from './watch-page.mjs';

const FLAGS = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--no-first-run',
];
/** What is typed into the filter: each of its words, and text that is searched everywhere. */
const FILTERS = [
  'dropped',
  'dead',
  'src 10.0.0.0/8',
  'dst 192.0.2.1',
  'sport 1024-2048',
  'dport 443',
  'udp',
  'not tcp',
  'ipv4',
  'chain filter/FORWARD',
  'edge in:lan0>raw/PREROUTING',
  'rule filter/WEB 2',
  'policy filter/FORWARD',
  'cause policy',
  'in lan1',
  'out wan+',
  'mark 0x1',
  'packet 500000',
  'packets-1000000.log:500000',
  'flow udp 10.5.78.158:39063>192.0.6.197:993',
  '10.0',
  '443',
  'web',
  'dport 443 udp dropped not src 10.1.0.0/16',
];

/** What is to be reached, by the names of the figures. */
const goals = {
  'first packets, ms': 'at most 1000',
  'progress a second': 'at least 4',
  'longest wait for progress, ms': 'at most 250',
  'longest task while reading, ms': 'at most 50',
  'longest task of the graph, ms': 'at most 50',
  'graph drawn, ms': 'at most 300',
  'slowest filter, ms': 'at most 100',
  'after the last key, ms': 'at most 100',
  'frames late by the wheel': '0',
  'frames late by the scroll bar': '0',
  'frames under 20 ms, all of it in sight, %': 'at least 99',
  'frames under 20 ms, readable, %': 'at least 99',
};

/** Calls back with a page that has just loaded the window, and its browser. */
async function withWindow(use) {
  const { serve } = await import(pathToFileURL(fromRoot('dist/electron/serve.js')).href);
  const serving = await serve(fromRoot('dist/renderer'));
  const executablePath = (await browser()) ?? undefined;
  const args = process.getuid?.() === 0 ? [...FLAGS, '--no-sandbox'] : FLAGS;
  const running = await chromium.launch({ args, executablePath, ignoreDefaultArgs: ['--hide-scrollbars'] });
  try {
    const page = await running.newPage({ viewport: { width: 1440, height: 900 } });
    await page.addInitScript(watchPage);
    await page.goto(serving.url);
    await page.waitForTimeout(500);
    return await use(page, running);
  } finally {
    await running.close();
    await serving.close();
  }
}

/**
 * Measures and prints: how bundles open, by name, how the graphs of some are moved, and how the open ones are used. Values
 * are lists of files.
 */
export async function benchWindow({ opening, moving, using }) {
  await print(opening, measureOpening);
  await benchGraphs(moving);
  await print(using, measureFilters);
  await print(using, measureScrolling);
}

async function print(bundles, measure) {
  const rows = {};
  for (const [name, files] of Object.entries(bundles))
    for (const [figure, value] of Object.entries(await measure(files)))
      (rows[figure] ??= { goal: goals[figure] ?? '' })[name] = Math.round(value * 10) / 10;
  console.table(rows);
}

/** Opening: from the choice of the files to the panes with all that is in them, and to the drawn graph. */
function measureOpening(files) {
  return withWindow(async (page, running) => {
    const recording = await recordTasks(running, page);
    const { chosen, first, read, drawn, progress } = await open(page, files);
    const tasks = await recording.stop();
    const gaps = progress.slice(1).map((time, i) => time - progress[i]);
    const perSecond = progress.length / ((read - chosen) / 1000);
    return {
      'first packets, ms': first - chosen,
      'all read, ms': read - chosen,
      ...(progress.length < 3
        ? {}
        : { 'progress a second': perSecond, 'longest wait for progress, ms': Math.max(0, ...gaps) }),
      'longest task while reading, ms': longest(tasks, 'wall', chosen, read - 20),
      '  of it on a processor': longest(tasks, 'processor', chosen, read - 20),
      'graph drawn, ms': drawn - read,
      'longest task of the graph, ms': longest(tasks, 'wall', read - 20),
      '   of it on a processor': longest(tasks, 'processor', read - 20),
    };
  });
}

/** How graphs are moved, by name. */
export async function benchGraphs(bundles) {
  await print(bundles, measureMoving);
}

/** Dragging the graph: all of it in the pane, and so large that names are read. */
function measureMoving(files) {
  return withWindow(async (page, running) => {
    await open(page, files);
    await page.getByLabel('What is drawn').selectOption('all');
    await page.waitForTimeout(1500);
    const figures = {};
    for (const [how, button] of [
      ['all of it in sight', 'Fit'],
      ['readable', 'Way'],
    ]) {
      await page.getByRole('button', { name: button, exact: true }).click();
      await page.waitForTimeout(500);
      const recording = await recordTasks(running, page);
      const { times } = await framesOf(page, () => drag(page));
      const work = (await recording.stop()).map(({ processor }) => processor).sort((a, b) => b - a);
      figures[`frames, ${how}`] = times.length;
      figures[`frames under 20 ms, ${how}, %`] =
        (100 * times.filter((time) => time < 20).length) / times.length;
      figures[`longest frame, ${how}, ms`] = Math.max(...times);
      // The one that one frame in a hundred may exceed: what other programs do counts in the frames, but not in this.
      figures[`99th task on a processor, ${how}, ms`] = work[Math.floor(times.length / 100)] ?? 0;
    }
    return figures;
  });
}

/** Back and forth over the graph with the button down, some seconds. */
async function drag(page) {
  const box = await page.getByRole('img', { name: /^Graph of/ }).boundingBox();
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.down();
  for (let step = 0; step < 240; step++) {
    const turn = (2 * Math.PI * step) / 80;
    await page.mouse.move(
      middle.x + 0.3 * box.width * Math.sin(turn),
      middle.y + 0.3 * box.height * Math.sin(2 * turn),
    );
    await page.waitForTimeout(8);
  }
  await page.mouse.up();
}

/** Each word of the filter, and a filter that is typed. */
function measureFilters(files) {
  return withWindow(async (page, running) => {
    await open(page, files);
    const figures = {};
    const recording = await recordTasks(running, page);
    for (const words of FILTERS)
      figures[words] = await page.evaluate((text) => window.bench.filter(text), words);
    const tasks = await recording.stop('workers');
    return {
      ...figures,
      'slowest filter, ms': Math.max(...Object.values(figures)),
      'longest task of the worker, ms': longest(tasks, 'wall'),
      '     of it on a processor': longest(tasks, 'processor'),
      'after the last key, ms': await page.evaluate(
        (text) => window.bench.typed(text),
        'dport 443 udp dropped',
      ),
    };
  });
}

/** The journeys from the first to the last by the wheel, for some seconds, and by dragging the scroll bar. */
function measureScrolling(files) {
  return withWindow(async (page, running) => {
    await open(page, files);
    const grid = page.getByRole('grid', { name: 'Journeys' });
    const box = await grid.boundingBox();
    const session = await page.context().newCDPSession(page);
    const recording = await recordTasks(running, page);
    const wheel = await framesOf(page, () =>
      session.send('Input.synthesizeScrollGesture', {
        x: Math.round(box.x + box.width / 2),
        y: Math.round(box.y + box.height / 2),
        yDistance: -12_000,
        speed: 4000,
        gestureSourceType: 'mouse',
      }),
    );
    const bar = { x: box.x + box.width - 6, top: box.y + 30, bottom: box.y + box.height - 12 };
    await grid.evaluate((element) => (element.scrollTop = 0));
    await page.mouse.move(bar.x, bar.top);
    await page.mouse.down();
    const dragged = await framesOf(page, async () => {
      for (let step = 0; step <= 150; step++) {
        await page.mouse.move(bar.x, bar.top + ((bar.bottom - bar.top) * step) / 150);
        await page.waitForTimeout(14);
      }
    });
    await page.mouse.up();
    const tasks = await recording.stop();
    return {
      ...figuresOf('by the wheel', wheel),
      ...figuresOf('by the scroll bar', dragged),
      'longest task while scrolling, ms': longest(tasks, 'wall'),
      '    of it on a processor': longest(tasks, 'processor'),
    };
  });
}

async function framesOf(page, scroll) {
  await page.evaluate(() => (window.bench.frames = { last: 0, times: [], waiting: [] }));
  await scroll();
  return page.evaluate(() => {
    const { frames } = window.bench;
    window.bench.frames = null;
    return frames;
  });
}

/** A frame is late when the screen would have shown the last one twice. */
function figuresOf(how, { times, waiting }) {
  return {
    [`frames ${how}`]: times.length,
    [`frames late ${how}`]: times.filter((milliseconds) => milliseconds > 25).length,
    [`longest frame ${how}, ms`]: Math.max(...times),
    [`frames with empty rows ${how}`]: waiting.filter((rows) => rows > 0).length,
  };
}

async function open(page, files) {
  await page.getByLabel('Files', { exact: true }).setInputFiles(files);
  await page.waitForFunction(() => window.bench.drawn > 0, null, { timeout: 300_000, polling: 50 });
  await page.waitForTimeout(1000);
  return page.evaluate(() => window.bench);
}
