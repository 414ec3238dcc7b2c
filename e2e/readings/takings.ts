import type { Random } from '../kernel/random.ts';
import type { CapturedBundle, CapturedFile } from './captured-bundle.ts';

/** One thing that a reading does to a capture's evidence. */
export type Taking =
  | { readonly kind: 'without-file'; readonly path: string }
  | { readonly kind: 'lines-lost'; readonly path: string; readonly lines: readonly number[] }
  /** Only lines `from` to `to` of a log are left, counted from 0. */
  | { readonly kind: 'log-cut'; readonly path: string; readonly from: number; readonly to: number }
  /** A file is the one of the pair's other side, or stands beside it. */
  | { readonly kind: 'other-side'; readonly path: string; readonly beside: boolean }
  | { readonly kind: 'stranger'; readonly capture: string; readonly path: string; readonly as: string };

/**
 * Draws what is taken away from a capture; never all of its logs. The other side's files, and another host's, stand beside
 * its own; those of another moment alone can be found out only by a whole log, and not where nothing in it meets what has changed: rules
 * and captures of packets are never exchanged.
 */
export function drawTakings(
  random: Random,
  capture: CapturedBundle,
  captures: readonly CapturedBundle[],
): readonly Taking[] {
  if (capture.otherSide.length > 0 && random.chance(0.2)) return exchanged(random, capture);
  const files = capture.files.filter(({ lines }) => lines === null);
  const logs = capture.files.filter(({ lines }) => lines !== null);
  const missing = withoutFiles(random, files);
  const gone = new Set(missing.map(({ path }) => path));
  return [
    ...missing,
    ...(logs.length > 1 && random.chance(0.2) ? [without(random.pick(logs))] : []),
    ...(isOfLaterState(capture)
      ? []
      : logs.flatMap((log) => [...cut(random, log), ...linesLost(random, log)])),
    ...beside(random, capture).filter(({ path }) => !gone.has(path)),
    ...(missing.length === 0 ? stranger(random, capture, captures) : []),
  ];
}

/** Its files were changed after the log: only what the whole log shows can contradict them. */
function isOfLaterState({ name }: CapturedBundle): boolean {
  return /stale|later|policy-fixed|reuse|replaced/.test(name);
}

/** The capture's files after that, in the order of their names. */
export function filesAfter(
  capture: CapturedBundle,
  takings: readonly Taking[],
  captures: readonly CapturedBundle[],
): readonly CapturedFile[] {
  let files = [...capture.files];
  for (const taking of takings) files = taken(files, taking, capture, captures);
  return files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** A taking in words. */
export function takingText(taking: Taking): string {
  switch (taking.kind) {
    case 'without-file':
      return `without ${taking.path}`;
    case 'lines-lost':
      return `${taking.path} without lines ${taking.lines.map((line) => line + 1).join(',')}`;
    case 'log-cut':
      return `${taking.path} from line ${taking.from + 1} to ${taking.to}`;
    case 'other-side':
      return `the other side's ${taking.path} ${taking.beside ? 'beside its own' : 'in place of its own'}`;
    case 'stranger':
      return `${taking.path} of ${taking.capture} as ${taking.as}`;
  }
}

function withoutFiles(random: Random, files: readonly CapturedFile[]): readonly WithoutFile[] {
  const loss = random.pick([0, 0, 0.1, 0.3, 0.6, 0.9]);
  if (loss > 0) return files.filter(() => random.chance(loss)).map(without);
  return random.chance(0.5) || files.length === 0 ? [] : [without(random.pick(files))];
}

type WithoutFile = Extract<Taking, { kind: 'without-file' }>;

function without({ path }: CapturedFile): WithoutFile {
  return { kind: 'without-file', path };
}

function cut(random: Random, { path, lines }: CapturedFile): readonly Taking[] {
  const count = lines?.length ?? 0;
  if (!random.chance(0.25)) return [];
  const [a, b] = [random.below(count + 1), random.below(count + 1)];
  const [from, to] = random.pick([
    [0, b],
    [a, count],
    [Math.min(a, b), Math.max(a, b)],
  ] as const);
  return [{ kind: 'log-cut', path, from, to }];
}

/** Single lines, and bursts as rate limits make them. */
function linesLost(random: Random, { path, lines }: CapturedFile): readonly Taking[] {
  if (!random.chance(0.4)) return [];
  const rate = random.pick([1 / 300, 1 / 60, 1 / 12, 1 / 4]);
  const burst = random.pick([1, 1, 2, 6, 30]);
  const lost: number[] = [];
  for (let line = 0; line < (lines?.length ?? 0); line++) {
    if (!random.chance(rate / burst)) continue;
    for (const end = line + burst; line < end && line < (lines?.length ?? 0); line++) lost.push(line);
  }
  return lost.length === 0 ? [] : [{ kind: 'lines-lost', path, lines: lost }];
}

type OtherSide = Extract<Taking, { kind: 'other-side' }>;

function beside(random: Random, { otherSide: files }: CapturedBundle): readonly OtherSide[] {
  if (files.length === 0 || random.chance(0.3)) return [];
  const share = random.pick([0.2, 0.6, 1]);
  return files
    .filter(({ lines }) => lines === null && random.chance(share))
    .map(({ path }) => ({ kind: 'other-side', path, beside: true }));
}

function exchanged(random: Random, { otherSide: files }: CapturedBundle): readonly OtherSide[] {
  return files
    .filter(({ lines, path }) => lines === null && !/save|ruleset|pcap/.test(path) && random.chance(0.5))
    .map(({ path }) => ({ kind: 'other-side', path, beside: false }));
}

function stranger(
  random: Random,
  capture: CapturedBundle,
  captures: readonly CapturedBundle[],
): readonly Taking[] {
  if (!random.chance(0.15)) return [];
  const other = random.pick(captures);
  const files = other.files.filter(({ lines, path }) => lines === null && !path.endsWith('.pcap'));
  if (other.name === capture.name || files.length === 0) return [];
  const { path } = random.pick(files);
  return [{ kind: 'stranger', capture: other.name, path, as: `another-host/${path}` }];
}

function taken(
  files: readonly CapturedFile[],
  taking: Taking,
  capture: CapturedBundle,
  captures: readonly CapturedBundle[],
): CapturedFile[] {
  switch (taking.kind) {
    case 'without-file':
      return files.filter(({ path }) => path !== taking.path);
    case 'lines-lost': {
      const lost = new Set(taking.lines);
      return changed(files, taking.path, (lines) => lines.filter((_, line) => !lost.has(line)));
    }
    case 'log-cut':
      return changed(files, taking.path, (lines) => lines.slice(taking.from, taking.to));
    case 'other-side': {
      const other = capture.otherSide.find(({ path }) => path === taking.path);
      if (other === undefined) return [...files];
      if (taking.beside) return [...files, { ...other, path: `later/${other.path}` }];
      return [...files.filter(({ path }) => path !== taking.path), other];
    }
    case 'stranger': {
      const other = captures
        .find(({ name }) => name === taking.capture)
        ?.files.find(({ path }) => path === taking.path);
      return other === undefined ? [...files] : [...files, { ...other, path: taking.as }];
    }
  }
}

function changed(
  files: readonly CapturedFile[],
  path: string,
  change: (lines: readonly string[]) => readonly string[],
): CapturedFile[] {
  return files.map((file) => {
    if (file.path !== path || file.lines === null) return file;
    const lines = change(file.lines);
    return { ...file, lines, bytes: new TextEncoder().encode(lines.join('\n')) };
  });
}
