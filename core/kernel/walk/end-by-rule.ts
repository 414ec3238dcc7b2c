import type { Table } from '../../model/ruleset.ts';
import type { Verdict } from '../../model/verdict.ts';
import type { MatchPacket } from '../match/match-packet.ts';
import { ofState } from '../sets/header-space.ts';
import { type Branch, withSet } from './branch.ts';
import { addEnd, type Ends } from './exits.ts';
import { isAboutInvalid } from './match-of-rule.ts';
import type { Walk } from './walk.ts';
import type { OpenEnd, PlacedRule, WalkEnd } from './walk-end.ts';

/** A verdict that ends the way; null where what the rule does is not known. */
export type EndVerdict = Exclude<Verdict, 'accept' | 'continue' | 'return'> | null;

/** Headers that conntrack calls INVALID end apart where a rule is about them. */
export function endAt(
  walk: Walk,
  ends: Ends,
  placed: PlacedRule,
  verdict: EndVerdict,
  packet: MatchPacket,
  met: Branch,
): void {
  for (const each of byInvalid(met, placed)) {
    const asked = each.headers === null ? packet : each.packet;
    addEnd(ends, endBy(walk, placed, verdict, asked), each);
  }
}

/** The headers whose state conntrack calls INVALID apart from others, where a rule asks for states. */
function byInvalid(branch: Branch, { rule }: PlacedRule): readonly Branch[] {
  const { headers, packet } = branch;
  if (headers === null || packet.ctstates !== null || !headers.asSent.state) return [branch];
  const asks = rule.spec.conditions.some(
    (condition) => condition.kind === 'compare' && condition.field.kind === 'ct-state',
  );
  if (!asks) return [branch];
  const { diagrams } = headers.space;
  const invalid = ofState(headers.space, ['INVALID']);
  const some = withSet(branch, diagrams.and(headers.set, invalid));
  const others = withSet(branch, diagrams.minus(headers.set, invalid));
  return [
    ...(some === null ? [] : [{ ...some, packet: { ...packet, ctstates: ['INVALID'] as const } }]),
    ...(others === null ? [] : [others]),
  ];
}

/** How a rule ends the way of a packet. */
function endBy(walk: Walk, placed: PlacedRule, verdict: EndVerdict, packet: MatchPacket): WalkEnd {
  if (verdict === null || verdict === 'jump' || verdict === 'goto')
    return { kind: 'open', why: 'target', ...placed } satisfies OpenEnd;
  const because =
    placed.rule.spec.statements.some(({ kind }) => kind === 'tproxy') ? 'no-socket'
    : isAboutInvalid(walk, placed, packet) ? 'invalid'
    : null; // prettier-ignore
  return droppedIn(placed.table, { kind: 'rule', ...placed, verdict, because });
}

/** In broute of ebtables, DROP takes a frame off the bridge and hands it to IP (ebtables(8)). */
export function droppedIn({ family, name }: Table, end: WalkEnd): WalkEnd {
  return family === 'bridge' && name === 'broute' ? { kind: 'passed' } : end;
}
