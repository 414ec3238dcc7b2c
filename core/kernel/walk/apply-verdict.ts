import { formatAddress } from '../address.ts';
import type { MapValue } from '../../model/condition.ts';
import type { Nat, NatRange, Statement } from '../../model/statement.ts';
import type { Verdict } from '../../model/verdict.ts';
import { verdictOf } from '../rule-effect.ts';
import { changeMark } from './change-mark.ts';
import { assume, type Branch } from './branch.ts';
import { possibleValues } from './map-values.ts';
import { translate } from './translate.ts';
import type { Walk } from './walk.ts';
import type { PlacedRule } from './walk-end.ts';

/** A packet that a statement with a verdict was applied to, and how its way goes on. */
export interface Applied {
  readonly branch: Branch;
  /** Null: that is not known. `leaves-rule`: the rule ends as if it had not matched. */
  readonly verdict: Verdict | 'leaves-rule' | null;
}

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
  if (map === null) return [translated(walk, branch, nat)];
  return possibleValues(walk, branch, placed, map.fields, map.map).map(
    ({ branch: known, value }): Applied => {
      if (value === null) return { branch: known, verdict: 'leaves-rule' };
      const to = value === 'unknown' ? null : rangeOfValue(value, map.port);
      return to === null
        ? { branch: known, verdict: null }
        : translated(walk, known, { ...nat, to, map: null });
    },
  );
}

function translated(walk: Walk, branch: Branch, nat: Nat): Applied {
  const after = translate(walk, branch, nat);
  return after === null ? { branch, verdict: 'drop' } : { branch: after, verdict: 'accept' };
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
    const marked = changeMark(
      answered.packet,
      { kind: 'set-mark', on: 'packet', change: mark },
      rule.spec.dialect,
    );
    return { branch: { ...answered, packet: marked ?? answered.packet }, verdict: 'accept' };
  });
}
