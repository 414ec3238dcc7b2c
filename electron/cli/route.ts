import { routeDocument, routeQuery, routeText, recordsOf } from '../../core/index.ts';
import { queryOptions, refuseInterface, runBundleQuery } from './bundle-query.ts';
import type { Command } from './command.ts';
import type { CommandOutput } from './output.ts';

const options = {
  to: { type: 'string', value: 'ADDR', required: true },
  from: { type: 'string', value: 'ADDR' },
  iif: { type: 'string', value: 'IF' },
  mark: { type: 'string', value: 'N' },
  tos: { type: 'string', value: 'N' },
} as const;

export const routeCommand: Command = {
  name: 'route',
  operands: 'BUNDLE...',
  options: { ...options, ...queryOptions },
  run: runRoute,
};

/** `netopsy route BUNDLE --to ADDR [--from ADDR] [--iif IF] [--mark N] [--tos N] [--json]`. */
function runRoute(args: readonly string[], output: CommandOutput): Promise<number> {
  return runBundleQuery(
    args,
    options,
    routeQuery,
    (analysis, host, query) => {
      const document = routeDocument(host, recordsOf(analysis, host).network, query, output.words);
      return (
        refuseInterface(analysis, host, query.iif) ?? { document, text: routeText(document, output.words) }
      );
    },
    output,
  );
}
