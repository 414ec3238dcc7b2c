import * as cases from './cases.ts';
import * as causes from './causes.ts';
import * as changes from './changes.ts';
import * as collect from './collect.ts';
import * as commandFaults from './command-faults.ts';
import * as commandLine from './command-line.ts';
import * as comparison from './comparison.ts';
import * as diagnostics from './diagnostics.ts';
import * as drift from './drift.ts';
import * as elsewhere from './elsewhere.ts';
import * as endings from './endings.ts';
import * as expectations from './expectations.ts';
import * as filter from './filter.ts';
import * as frame from './frame.ts';
import * as clues from './clues.ts';
import * as kernelMessages from './kernel-messages.ts';
import * as mismatches from './mismatches.ts';
import * as missing from './missing.ts';
import * as openFacts from './open-facts.ts';
import * as panes from './panes.ts';
import * as reach from './reach.ts';
import * as fixes from './fixes.ts';
import * as report from './report.ts';
import * as route from './route.ts';
import * as routing from './routing.ts';
import * as simulation from './simulation.ts';
import * as whatIf from './what-if.ts';
import * as terminal from './terminal.ts';
import * as terms from './terms.ts';
import * as triage from './triage.ts';
import * as window from './window.ts';

/** Simplified Chinese, with the terms of the field as engineers say them there; names of tables, chains and options stay. */
export const chinese = {
  language: 'zh' as string,
  cases,
  causes,
  changes,
  collect,
  commandFaults,
  commandLine,
  comparison,
  diagnostics,
  drift,
  elsewhere,
  endings,
  expectations,
  filter,
  frame,
  clues,
  kernelMessages,
  mismatches,
  missing,
  openFacts,
  panes,
  reach,
  fixes,
  report,
  route,
  routing,
  simulation,
  whatIf,
  terminal,
  terms,
  triage,
  window,
};
