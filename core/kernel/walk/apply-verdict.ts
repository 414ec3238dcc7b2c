import { formatAddress } from '../address.ts';
import type { MapValue } from '../../model/condition.ts';
import type { Nat, NatRange, Statement } from '../../model/statement.ts';
import { verdictOf } from '../rule-effect.ts';
import type { Applied } from './applied.ts';
import { applyToHeaders } from './apply-to-headers.ts';
import { changeMark } from './change-mark.ts';
import { assume, type Branch } from './branch.ts';
import { possibleValues } from './map-values.ts';
import { translate } from './translate.ts';
import { translateHeaders } from './translate-headers.ts';
import type { Walk } from './walk.ts';
import type { PlacedRule } from './walk-end.ts';

export function applyVerdict(
  walk: Walk,
  branch: Branch,
  placed: PlacedRule,
  statement: Statement,
): readonly Applied[] {
  switch (statement.kind) {
    case 'nat':
      return applyNat(walk, branch, placed, statement);
    case 'tproxy':
      return handToSocket(branch, placed, statement);
    default:
      return [{ branch, verdict: verdictOf(statement) }];
  }
}

function applyNat(walk: Walk, branch: Branch, placed: PlacedRule, nat: Nat): readonly Applied[] {
  const { map } = nat;
  if (map === 'not-understood') return [{ branch, verdict: null }];
  if (map === null) return translations(walk, branch, nat);
  return possibleValues(walk, branch, placed, map.fields, map.map).flatMap(
    ({ branch: known, value }): readonly Applied[] => {
      if (value === null) return [{ branch: known, verdict: 'leaves-rule' }];
      const to = value === 'unknown' ? null : rangeOfValue(value, map.port);
      return to === null
        ? [{ branch: known, verdict: null }]
        : translations(walk, known, { ...nat, to, map: null });
    },
  );
}

function translations(walk: Walk, branch: Branch, nat: Nat): readonly Applied[] {
  if (branch.headers !== null) return translateHeaders(walk, branch, nat);
  const after = translate(walk, branch, nat);
  return [after === null ? { branch, verdict: 'drop' } : { branch: after, verdict: 'accept' }];
}

/** `10.0.0.1`, `10.0.0.1 . 8080`; null for values that are not understood. */
function rangeOfValue(value: MapValue, port: number | null): NatRange | null {
  if (value.kind !== 'values') return null;
  const [first, second] = value.values;
  const fixed: NatRange['ports'] = port === null ? null : [port, port];
  const ports = second?.kind === 'number' ? ([second.first, second.last] as const) : fixed;
  switch (first?.kind) {
    case 'network': {
      const text = formatAddress(first.base);
      return { address: { first: text, last: text }, ports };
    }
    case 'addresses':
      return { address: { first: formatAddress(first.first), last: formatAddress(first.last) }, ports };
    default:
      return null;
  }
}

/** tproxy_tg4() (net/netfilter/xt_TPROXY.c) accepts where a socket listens; nft_tproxy_eval_v4() lets the rule go on. */
export function handToSocket(
  branch: Branch,
  { rule }: PlacedRule,
  { address, port, mark, withoutSocket }: Extract<Statement, { kind: 'tproxy' }>,
): readonly Applied[] {
  const place = { address: address ?? '0.0.0.0', port: String(port ?? 0) };
  const question = { key: `socket ${place.address} ${place.port}` };
  const answers = [false, true].map((listens) => ({
    value: listens,
    assumed: { kind: 'socket', ...place, listens } as const,
  }));
  return assume(branch, question, answers).map(({ branch: answered, value: listens }): Applied => {
    if (!listens) return { branch: answered, verdict: withoutSocket === 'drops' ? 'drop' : 'leaves-rule' };
    if (withoutSocket !== 'drops') return { branch: answered, verdict: 'continue' };
    const setMark = { kind: 'set-mark', on: 'packet', change: mark } as const;
    if (answered.headers !== null) {
      const [applied] = applyToHeaders(answered, setMark, rule.spec.dialect);
      return { branch: applied?.branch ?? answered, verdict: 'accept' };
    }
    const marked = changeMark(answered.packet, setMark, rule.spec.dialect);
    return { branch: { ...answered, packet: marked ?? answered.packet }, verdict: 'accept' };
  });
}
