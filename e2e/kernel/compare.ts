import { buildHostNetwork } from '../../core/kernel/routing/host-network.ts';
import type { HostNetwork } from '../../core/kernel/routing/host-network.ts';
import type { PossibleDecision, RoutingResult } from '../../core/kernel/routing/routing-result.ts';
import { ipAddr } from '../../core/parse/network/ip-addr.ts';
import { ipRoute } from '../../core/parse/network/ip-route.ts';
import { ipRule } from '../../core/parse/network/ip-rule.ts';
import { sysctl } from '../../core/parse/network/sysctl.ts';
import type { NetworkRecords } from '../../core/model/network.ts';
import { recordsOfDumps } from './records-of-dumps.ts';
import type { BatchAnswer, Namespace } from './namespace.ts';

/** The namespace as a bundle would show it: what the tools print, read by the parsers. */
export function readHost(namespace: Namespace): HostNetwork {
  return buildHostNetwork(readRecordsOf(namespace));
}

/** The same before its records are tied together. */
export function readRecordsOf(namespace: Namespace): NetworkRecords {
  return recordsOfDumps([
    ipRule.parse(namespace.ip('-4', 'rule').split('\n'), 'ip-4-rule.txt').records,
    ipRule.parse(namespace.ip('-6', 'rule').split('\n'), 'ip-6-rule.txt').records,
    ipRoute.parse(namespace.ip('-4', 'route', 'show', 'table', 'all').split('\n'), 'ip-4-route.txt').records,
    ipRoute.parse(namespace.ip('-6', 'route', 'show', 'table', 'all').split('\n'), 'ip-6-route.txt').records,
    ipAddr.parse(namespace.ip('addr').split('\n'), 'ip-addr.txt').records,
    sysctl.parse(namespace.sysctls().split('\n'), 'sysctl.txt').records,
  ]);
}

/**
 * Null where the kernel's answer to `ip route get` fits the predicted result, else both in one line. `untouched`: no
 * rule of the namespace was ever changed, which no dump shows.
 */
export function difference(result: RoutingResult, answer: BatchAnswer, untouched: boolean): string | null {
  const predicted = predictions(result, untouched);
  const seen = 'error' in answer ? answer.error.replace(/^RTNETLINK answers: /, '') : answer.output;
  const fits = predicted.some((prediction) =>
    'error' in answer ? prediction.errors?.includes(seen) : prediction.route?.test(seen),
  );
  return fits ? null : `predicted ${describeResult(result)}; the kernel says ${seen}`;
}

function describeResult({ decided, possible, missing }: RoutingResult): string {
  if (!decided)
    return `${possible.length} possibilities, for lack of ${missing.map(({ fact }) => JSON.stringify(fact)).join(', ')}`;
  const route = decided.found?.route.text ?? 'no route';
  return decided.outcome === 'drop' ? JSON.stringify(decided.cause) : `${decided.outcome} by ${route}`;
}

interface Prediction {
  readonly errors?: readonly string[];
  readonly route?: RegExp;
}

function predictions(result: RoutingResult, untouched: boolean): Prediction[] {
  if (result.decided) return predictionsOf(result.decided);
  // The hash of a multipath route is not predicted, and no dump shows what rules once were: all else must be decided.
  const expected = ['ip-rules-changed', 'next-hop'];
  if (!result.missing.every(({ fact }) => expected.includes(fact.kind))) return [];
  return result.possible
    .filter(
      ({ assumes }) =>
        !assumes.some(({ premise }) => premise.kind === 'ip-rules-changed' && premise.ever === untouched),
    )
    .flatMap(({ decision }) => predictionsOf(decision));
}

function predictionsOf(decision: PossibleDecision['decision']): Prediction[] {
  switch (decision.outcome) {
    case 'local':
      return [{ route: /^local / }];
    case 'broadcast':
      return [{ route: /^broadcast / }];
    case 'forward':
    case 'send':
      return decision.hops.map(({ dev, via }) => ({
        route: new RegExp(`^(?!local )(?=.*${via === null ? '' : ` via ${via} `})(?=.* dev ${dev} )`),
      }));
    default:
      return [{ errors: errorsOf[decision.cause.kind] ?? [] }];
  }
}

const notForwarding = 'No route to host';

/**
 * What the kernel's error number reads like. Whatever the lookup failed with, an interface that does not forward
 * turns it into EHOSTUNREACH. Since 6.13 `ip route get` says EINVAL for each refused source, before it EXDEV for those
 * that rp_filter refuses.
 */
const errorsOf: Readonly<Record<string, readonly string[]>> = {
  'no-route': ['Network is unreachable', notForwarding],
  blackhole: ['Invalid argument', notForwarding],
  unreachable: ['No route to host', 'Network is unreachable'],
  prohibit: ['Permission denied', notForwarding],
  'ip-forward-disabled': [notForwarding],
  'martian-source': ['Invalid argument'],
  'rp-filter': ['Invalid cross-device link', 'Invalid argument'],
  other: ['Invalid argument'],
};
