import type { RuleCounter } from './counters.ts';
import type { Fate } from './fates.ts';
import type { Death, RoutingDeath } from './scenario.ts';

/** As truth.json has it. */
export interface Cause {
  readonly kind: string;
  readonly table?: string;
  readonly chain?: string;
  readonly rule?: number | 'policy';
  readonly text?: string;
  readonly kernel_reason?: string;
}

/** Nobody listens: delivered, and answered by the stack. */
export function socketCause(fates: readonly Fate[]): Cause | null {
  return fates.some(({ disposition, drop }) => disposition === 'delivered' && drop?.reason === 'NO_SOCKET')
    ? { kind: 'socket-none', kernel_reason: 'NO_SOCKET' }
    : null;
}

/** The cause that a scenario names, or what speaks against it. */
export function causeOf(death: Death, rules: readonly RuleCounter[], dead: readonly Fate[]): Cause | string {
  const reasons = [...new Set(dead.map(({ drop }) => drop?.reason ?? ''))];
  const reason = reasons[0] === undefined ? {} : { kernel_reason: reasons[0] };
  const place = /^(\w+)\/(\S+) (\w+)$/.exec(death);
  const kind = place ? null : (death as RoutingDeath);
  const expected = place ? ['NETFILTER_DROP'] : reasonsOf[kind as RoutingDeath];
  const [, table = '', chain = '', number = ''] = place ?? [];
  if (!place)
    return reasons.every((each) => expected.includes(each))
      ? { kind: kind ?? '', ...reason }
      : `${death}, but the kernel's reason is ${reasons.join()}`;
  const rule = number === 'policy' ? number : Number(number);
  const text = rules.find((each) => each.table === table && each.chain === chain && each.rule === rule)?.text;
  if (text === undefined) return `there is no ${death}`;
  const queue = isQueue(text);
  if (!queue && !reasons.every((each) => expected.includes(each)))
    return `${death}, but the kernel's reason is ${reasons.join()}`;
  return { kind: kind ?? kindOf(rule, text), table, chain, rule, text, ...reason };
}

function kindOf(rule: number | 'policy', text: string): string {
  if (rule === 'policy') return 'policy';
  if (/(?:-j REJECT|\breject)\b/.test(text)) return 'reject';
  if (isQueue(text)) return 'nfqueue-no-listener';
  return /state (?:INVALID|invalid)( |$)/.test(text) ? 'conntrack-invalid-rule' : 'rule';
}

const isQueue = (text: string): boolean => /-j NFQUEUE|\bqueue (?:flags|to|num)\b/.test(text);

/** enum skb_drop_reason (include/net/dropreason-core.h) as each refusal uses it. */
const reasonsOf: Readonly<Record<RoutingDeath, readonly string[]>> = {
  'nat-failure': ['NETFILTER_DROP'],
  'no-route': ['IP_INNOROUTES', 'NOT_SPECIFIED'],
  blackhole: ['NOT_SPECIFIED'],
  // An ip rule that says unreachable is refused as having no route (fib4_rule_action).
  unreachable: ['NOT_SPECIFIED', 'IP_INNOROUTES'],
  prohibit: ['NOT_SPECIFIED'],
  'rp-filter': ['IP_RPFILTER'],
  'martian-source': ['IP_LOCALNET', 'IP_LOCAL_SOURCE', 'IP_INVALID_SOURCE'],
  'ip-forward-disabled': ['IP_INADDRERRORS'],
  'ttl-expired': ['IP_INHDR'],
  'mtu-exceeded': ['PKT_TOO_BIG'],
  'neighbour-unreachable': ['NEIGH_FAILED'],
  'bridge-filter': ['NETFILTER_DROP'],
};

/** What ip says for the error that the routing decision returns. */
export const refusals: Partial<Record<RoutingDeath, RegExp>> = {
  'no-route': /Network is unreachable|No route to host/,
  blackhole: /Invalid argument/,
  unreachable: /No route to host|Network is unreachable/,
  prohibit: /Permission denied/,
  'rp-filter': /Invalid argument|Invalid cross-device link/,
  'martian-source': /Invalid argument|Invalid cross-device link/,
  'ip-forward-disabled': /No route to host/,
};
