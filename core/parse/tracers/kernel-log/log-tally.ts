import type { LineCounts } from '../../../model/artifact.ts';
import { type Diagnostic, diagnostic } from '../../../model/diagnostic.ts';
import type { MartianLine } from '../../../model/network.ts';

/** So many lines of a kind get a diagnostic of their own. */
const MOST_DIAGNOSTICS = 10;
/** A scan from many addresses logs a line for each; beyond so many different ones they are only counted. */
const MOST_MARTIANS = 1000;

/** A line that owns up to having lost others, and its words. */
export interface LossLine {
  readonly line: number;
  readonly words: string;
}

/** What the lines of a log were, apart from the trace events. Plain data: parts of a log are tallied elsewhere and added. */
export interface LogTally {
  lines: number;
  parsed: number;
  malformed: number;
  losses: number;
  /** The first of them. */
  readonly malformedLines: number[];
  readonly lossLines: LossLine[];
  /** Of each host, pair of addresses and interface the first. */
  readonly martians: Map<string, MartianLine>;
}

export function emptyTally(): LogTally {
  return {
    lines: 0,
    parsed: 0,
    malformed: 0,
    losses: 0,
    malformedLines: [],
    lossLines: [],
    martians: new Map(),
  };
}

export function tallyMalformed(tally: LogTally, line: number): void {
  tally.malformed++;
  if (tally.malformedLines.length < MOST_DIAGNOSTICS) tally.malformedLines.push(line);
}

export function tallyLoss(tally: LogTally, loss: LossLine): void {
  tally.losses++;
  if (tally.lossLines.length < MOST_DIAGNOSTICS) tally.lossLines.push(loss);
}

export function tallyMartian({ martians }: LogTally, martian: MartianLine): void {
  const key = `${martian.host} ${martian.src} ${martian.dst} ${martian.dev}`;
  if (martians.size < MOST_MARTIANS && !martians.has(key)) martians.set(key, martian);
}

/** Adds the tally of the log's next part, whose lines are counted from 1. */
export function addTally(tally: LogTally, part: LogTally): void {
  const before = tally.lines;
  for (const line of part.malformedLines) tallyMalformed(tally, before + line);
  for (const { line, words } of part.lossLines) tallyLoss(tally, { line: before + line, words });
  for (const martian of part.martians.values()) {
    tallyMartian(tally, { ...martian, at: { ...martian.at, line: before + martian.at.line } });
  }
  tally.malformed += part.malformed - part.malformedLines.length;
  tally.losses += part.losses - part.lossLines.length;
  tally.parsed += part.parsed;
  tally.lines += part.lines;
}

/** What is reported of a whole log. */
export function reportTally(
  tally: LogTally,
  path: string,
): { lines: LineCounts; diagnostics: readonly Diagnostic[]; martians: readonly MartianLine[] } {
  const { lines, parsed, malformed, losses, malformedLines, lossLines, martians } = tally;
  const diagnostics = malformedLines.map((line) =>
    diagnostic('line-malformed', 'a TRACE line that is cut off or garbled', path, line),
  );
  const unshown = malformed - malformedLines.length;
  if (unshown > 0)
    diagnostics.push(diagnostic('line-malformed', `${unshown} more TRACE lines can't be read`, path));
  for (const { line, words } of lossLines) {
    const message = `The log says that lines before this one are missing: "${words}"`;
    diagnostics.push(diagnostic('log-lines-lost', message, path, line));
  }
  return {
    lines: { parsed, notOurs: lines - parsed - malformed - losses, notModelled: losses, malformed },
    diagnostics,
    martians: [...martians.values()],
  };
}
