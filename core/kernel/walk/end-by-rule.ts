import type { Condition } from '../../model/condition.ts';
import type { Table } from '../../model/ruleset.ts';
import type { Verdict } from '../../model/verdict.ts';
import { whereHolds } from '../headers/where-holds.ts';
import type { MatchPacket } from '../match/match-packet.ts';
import { type Diagram, EVERYTHING, NOTHING } from '../sets/decision-diagrams.ts';
import { ofState } from '../sets/header-space.ts';
import { type Branch, withSet } from './branch.ts';
import { addEnd, type Ends } from './exits.ts';
import { factsOf } from './facts.ts';
import { allStates, isAboutInvalid } from './match-of-rule.ts';
import type { Walk } from './walk.ts';
import type { OpenEnd, PlacedRule, WalkEnd } from './walk-end.ts';

/** A verdict that ends the way; null where what the rule does is not known. */
export type EndVerdict = Exclude<Verdict, 'accept' | 'continue' | 'return'> | null;

/** Headers that a rule takes because conntrack calls them INVALID end apart. */
export function endAt(
  walk: Walk,
  ends: Ends,
  placed: PlacedRule,
  verdict: EndVerdict,
  packet: MatchPacket,
  met: Branch,
): void {
  if (met.headers === null) {
    addEnd(ends, endBy(placed, verdict, isAboutInvalid(walk, placed, packet)), met);
    return;
  }
  const { diagrams } = met.headers.space;
  const invalid = takenAsInvalid(walk, met, placed);
  const some = withSet(met, diagrams.and(met.headers.set, invalid));
  const others = withSet(met, diagrams.minus(met.headers.set, invalid));
  if (some !== null) addEnd(ends, endBy(placed, verdict, true), some);
  if (others !== null) addEnd(ends, endBy(placed, verdict, false), others);
}

/** The headers that a rule would surely pass by if conntrack called them anything but INVALID, which it does. */
function takenAsInvalid(walk: Walk, { headers, packet }: Branch, placed: PlacedRule): Diagram {
  const { rule } = placed;
  if (headers === null || !rule.spec.conditions.some(asksConnection)) return NOTHING;
  const { diagrams } = headers.space;
  const isEach = packet.ctstates?.length === 1 && packet.ctstates[0] === 'INVALID';
  if (!isEach && (packet.ctstates !== null || !headers.asSent.state)) return NOTHING;
  const facts = factsOf(walk, placed);
  const elsewise = allStates.flatMap((state) => {
    if (state === 'INVALID') return [];
    const other: MatchPacket = { ...packet, ctstates: [state], connection: null };
    const possible = rule.spec.conditions.map((condition) => {
      const { yes, open } = whereHolds(condition, other, headers, facts);
      return diagrams.or(yes, open);
    });
    return [possible.reduce((set, each) => diagrams.and(set, each), EVERYTHING)];
  });
  const surely = diagrams.not(diagrams.union(elsewise));
  return isEach ? surely : diagrams.and(ofState(headers.space, ['INVALID']), surely);
}

function asksConnection(condition: Condition): boolean {
  if (condition.kind === 'compare') return condition.field.kind.startsWith('ct-');
  return condition.kind === 'lookup' && condition.fields.some(({ kind }) => kind.startsWith('ct-'));
}

/** How a rule ends a packet's walk. */
function endBy(placed: PlacedRule, verdict: EndVerdict, isInvalid: boolean): WalkEnd {
  if (verdict === null || verdict === 'jump' || verdict === 'goto')
    return { kind: 'open', why: 'target', ...placed } satisfies OpenEnd;
  const because =
    placed.rule.spec.statements.some(({ kind }) => kind === 'tproxy') ? 'no-socket'
    : isInvalid ? 'invalid'
    : null; // prettier-ignore
  return droppedIn(placed.table, { kind: 'rule', ...placed, verdict, because });
}

/** In broute of ebtables, DROP takes a frame off the bridge and hands it to IP (ebtables(8)). */
export function droppedIn({ family, name }: Table, end: WalkEnd): WalkEnd {
  return family === 'bridge' && name === 'broute' ? { kind: 'passed' } : end;
}
