import { analyzeCommand } from './analyze.ts';
import { collectCommand } from './collect.ts';
import type { Command } from './command.ts';
import { completionCommand } from './completion.ts';
import { diffCommand } from './diff.ts';
import { fixCommand } from './fix.ts';
import { exportCommand } from './export.ts';
import { manCommand } from './man-page.ts';
import { packetsCommand } from './packets.ts';
import { reachCommand } from './reach.ts';
import { routeCommand } from './route.ts';
import { simulateCommand } from './simulate.ts';
import { triageCommand } from './triage.ts';
import { whatIfCommand } from './what-if.ts';

/** All commands, in the order of the usage text. To add one: a file, a line here and its words in core/words/. */
export const commands: readonly Command[] = [
  analyzeCommand,
  packetsCommand,
  diffCommand,
  routeCommand,
  simulateCommand,
  whatIfCommand,
  collectCommand,
  reachCommand,
  fixCommand,
  triageCommand,
  exportCommand,
  completionCommand(() => commands),
  manCommand(() => commands),
];
