import { reachDocument, reachOnHost, reachQuery, reachText, refusePlace } from '../../core/index.ts';
import { queryOptions, refuseInterface, runBundleQuery } from './bundle-query.ts';
import type { Command } from './command.ts';
import type { CommandOutput } from './output.ts';

const options = {
  in: { type: 'string', value: 'IF', multiple: true },
  local: { type: 'boolean' },
  src: { type: 'string', value: 'NET' },
  dst: { type: 'string', value: 'NET' },
  proto: { type: 'string', value: 'P' },
  sport: { type: 'string', value: 'RANGE' },
  dport: { type: 'string', value: 'RANGE' },
  'icmp-type': { type: 'string', value: 'N' },
  state: { type: 'string', value: 'STATE' },
  mark: { type: 'string', value: 'N/MASK' },
  through: { type: 'string', value: 'TABLE/CHAIN[:N]' },
  end: { type: 'string', value: 'DISPOSITION' },
} as const;

export const reachCommand: Command = {
  name: 'reach',
  operands: 'BUNDLE...',
  options: { ...options, ...queryOptions },
  run: runReach,
};

/** `netopsy reach BUNDLE... [--in IF] [--src NET] [--dst NET] [--proto P] [--dport RANGE] ... [--json]`. */
function runReach(args: readonly string[], output: CommandOutput): Promise<number> {
  return runBundleQuery(
    args,
    options,
    reachQuery,
    (analysis, host, query) => {
      for (const name of query.in ?? []) {
        const wrong = refuseInterface(analysis, host, name);
        if (wrong) return wrong;
      }
      const wrong = refusePlace(analysis, host, query);
      if (wrong) return wrong;
      const reach = reachOnHost(analysis, host, query);
      return { document: reachDocument(host, reach, output.words), text: reachText(reach, output.words) };
    },
    output,
  );
}
