import { routeDocument, routeQuery, routeText } from '../../core/index.ts';
import { refuseInterface, runBundleQuery } from './bundle-query.ts';
import type { CliOutput } from './output.ts';

const options = {
  to: { type: 'string' },
  from: { type: 'string' },
  iif: { type: 'string' },
  mark: { type: 'string' },
  tos: { type: 'string' },
} as const;

/** `netopsy route BUNDLE --to ADDR [--from ADDR] [--iif IF] [--mark N] [--tos N] [--json]` (contract.md). */
export function runRoute(args: readonly string[], output: CliOutput): Promise<number> {
  return runBundleQuery(
    args,
    options,
    routeQuery,
    (analysis, host, query) => {
      const document = routeDocument(host, analysis.networkOf(host), query);
      return refuseInterface(analysis, host, query.iif) ?? { document, text: routeText(document) };
    },
    output,
  );
}
