import type { Chain, Rule, Table } from '../../model/ruleset.ts';
import type { MatchPacket } from '../match/match-packet.ts';
import { factKey, type OpenFact } from '../../model/open-fact.ts';
import type { CauseFinding, RoutingCauseKind } from '../../model/cause.ts';
import type { WalkStep } from './trail.ts';
import type { WalkAssumption } from './assumption.ts';

/** A rule where it stands; `number` counts from 1. */
export interface PlacedRule {
  readonly table: Table;
  readonly chain: Chain;
  readonly rule: Rule;
  readonly number: number;
  /** The calls that led to the chain, where an answer may be another one in each; left out where none is. */
  readonly calledBy?: string;
}

/** How a walk ends. */
export type WalkEnd =
  | (PlacedRule & {
      readonly kind: 'rule';
      readonly verdict: 'drop' | 'reject' | 'queue' | 'stolen';
      /** `invalid`: no packet that conntrack calls anything but INVALID matches the rule. `no-socket`: TPROXY found none. */
      readonly because: 'invalid' | 'no-socket' | null;
    })
  /** The chain's end, whose policy is DROP. */
  | { readonly kind: 'policy'; readonly table: Table; readonly chain: Chain }
  | { readonly kind: 'routing'; readonly cause: CauseFinding<RoutingCauseKind> }
  | { readonly kind: 'delivered' }
  | { readonly kind: 'forwarded' | 'sent'; readonly outInterface: string | null }
  /** A rule that matches and logs, where that ends the walk. */
  | (PlacedRule & { readonly kind: 'logged' })
  /** The packet came to the end of what was to be walked. */
  | { readonly kind: 'passed' }
  | OpenEnd;

/** Where a packet can't be followed further. */
export type OpenEnd =
  /** Somebody cut rules out of a listing. */
  | { readonly kind: 'open'; readonly why: 'cut' | 'loop' | 'depth'; readonly table: Table; readonly chain: Chain }
  /** Nothing shows which rules lead to the chain. */
  | { readonly kind: 'open'; readonly why: 'detached'; readonly table: Table; readonly chain: Chain }
  /** What the rule's target does is not known. */
  | (PlacedRule & { readonly kind: 'open'; readonly why: 'target' })
  /** `missing`: what would decide; empty where the packet itself is not known well enough. */
  | { readonly kind: 'open'; readonly why: 'routing'; readonly missing: readonly OpenFact[] }
  | { readonly kind: 'open'; readonly why: 'no-routes' }; // prettier-ignore

/** One end that what is known leaves possible, with the way there that takes the least for granted. */
export interface PossibleEnd {
  readonly end: WalkEnd;
  /** The packet at its end. */
  readonly packet: MatchPacket;
  readonly steps: readonly WalkStep[];
  readonly assumptions: readonly WalkAssumption[];
  /** Nothing that is not known can lead the packet to another end. */
  readonly certain: boolean;
}

/** What can become of a packet. */
export interface Walked {
  /** In the order in which the packet would come to them. */
  readonly ends: readonly PossibleEnd[];
  /** What was taken for granted on any branch though there are other answers, which can't be listed. */
  readonly presumed: readonly WalkAssumption[];
  /** False where too much is unknown to follow every branch. */
  readonly complete: boolean;
}

/** Equal for equal ends. */
export function endKey(end: WalkEnd): string {
  switch (end.kind) {
    case 'rule':
      return `rule ${end.verdict} ${end.because} ${placeKey(end)} ${end.number}`;
    case 'logged':
      return `logged ${placeKey(end)} ${end.number}`;
    case 'policy':
      return `policy ${placeKey(end)}`;
    case 'routing':
      return `routing ${JSON.stringify(end.cause)}`;
    case 'forwarded':
    case 'sent':
      return `${end.kind} ${end.outInterface}`;
    case 'open':
      return `open ${end.why} ${openKey(end)}`;
    default:
      return end.kind;
  }
}

function openKey(end: OpenEnd): string {
  switch (end.why) {
    case 'target':
      return `${placeKey(end)} ${end.number}`;
    case 'routing':
      return end.missing.map(factKey).join();
    case 'no-routes':
      return '';
    default:
      return placeKey(end);
  }
}

function placeKey({ table, chain }: { readonly table: Table; readonly chain: Chain }): string {
  return `${table.family} ${table.name} ${chain.name} ${chain.at.file}`;
}
