import type { Assumed } from './assumed.ts';
import type { RulePlace } from './cause.ts';
import type { LineRef } from './evidence.ts';
import type { Family } from './family.ts';
import type { Disposition } from './journey.ts';
import type { CauseKind } from './journey.ts';
import type { SimulatedCause, SimulatedEnd } from './simulation.ts';
import type { Ruleset } from './ruleset.ts';
import type { TableFamily } from './table-family.ts';

/**
 * Headers of packets, as their sender writes them, by what each field may be; null: anything. Ranges are `FIRST-LAST`,
 * both included.
 */
export interface HeaderBox {
  /** Interfaces that they come in by. */
  readonly in: readonly string[] | null;
  /** Null only where both families are asked for. */
  readonly family: Family | null;
  readonly src: readonly string[] | null;
  readonly dst: readonly string[] | null;
  /** Names, numbers of protocols without one, and `other` for all that have no name here. */
  readonly protocol: readonly string[] | null;
  readonly sport: readonly string[] | null;
  readonly dport: readonly string[] | null;
  readonly icmpType: readonly string[] | null;
  /** What conntrack will call the packets. */
  readonly state: readonly string[] | null;
  /** `0x4000/0x4000`: the bits, and which of them count. */
  readonly mark: readonly string[] | null;
  /** The host itself sends them. */
  readonly local: boolean;
}

/** One way in which packets of a part may end. */
export interface ReachEnd {
  readonly disposition: Disposition;
  readonly cause: SimulatedCause | null;
  readonly end: SimulatedEnd;
  /** As they leave the host: an address or port that is null is as the sender wrote it. Null for packets that don't leave. */
  readonly egress: {
    readonly interface: string | null;
    readonly src: string | null;
    readonly dst: string | null;
    readonly sport: string | null;
    readonly dport: string | null;
  } | null;
}

/** A rule, or a chain (`rule` null); of any family's table where `tableFamily` is null. */
export interface ReachThrough extends RulePlace {
  readonly tableFamily: TableFamily | null;
}

/** What packets die of: where all that is not null is the same, it is the same death. */
export interface ReachDeath {
  readonly kind: CauseKind;
  readonly table: string | null;
  readonly chain: string | null;
  readonly rule: number | null;
}

/** How far the making of an answer is: the share of the packets that were followed to their end, then the boxes made of them. */
export type ReachProgress =
  { readonly kind: 'followed'; readonly share: number } | { readonly kind: 'boxes'; readonly count: number };

/** Who waits for an answer. */
export interface ReachListener {
  /** Whether it is time to say something again: what is said takes time, too. */
  isDue(): boolean;
  tell(progress: ReachProgress): void;
}

/** Packets that all come to the same. */
export interface ReachPart {
  readonly box: HeaderBox;
  /** How many of the headers that were asked for are of this part, from 0 to 1. */
  readonly share: number;
  /** One for each way in which they may end; empty where none was followed. */
  readonly ends: readonly ReachEnd[];
  readonly certain: boolean;
  /** What would decide between the ends: one of its answers. */
  readonly decides: readonly Assumed[];
  /** What is taken for granted though there are other answers, which can't be listed. */
  readonly presumed: readonly Assumed[];
  /** The walk was given up before all of their ends were found. */
  readonly isLeft: boolean;
}

/**
 * Packets that all come to the same, as people read them: `box` may hold packets of other lines, and such as routing
 * refuses as martian.
 */
export interface ReachLine extends ReachPart {
  /** A box that holds packets of this line only. */
  readonly example: HeaderBox;
}

/** What becomes of all packets that were asked for; parts do not overlap. */
export interface Reach {
  readonly asked: HeaderBox;
  readonly parts: readonly ReachPart[];
  /** The same in as few boxes as can be, by outcome. */
  readonly lines: readonly ReachLine[];
  /** Boxes of `lines` may hold packets that routing refuses as martian, or may refuse. */
  readonly martiansAside: boolean;
  /** Why the parts are not all that was asked for; null where they are, and each was followed to its end. */
  readonly left: ReachLeft | null;
}

/** What was not explored: more than memory allows, or more parts than are told. */
export type ReachLeft =
  | { readonly kind: 'too-much' }
  | { readonly kind: 'branches' }
  | { readonly kind: 'parts'; readonly told: number };

/** A box of packets of one host. */
export interface HostHeaderBox extends HeaderBox {
  readonly host: string;
}

/** Packets whose end a change changes alike, as people read them. */
export interface ChangedLine {
  readonly kind: 'newlyAlive' | 'newlyDead' | 'mayChange';
  readonly box: HostHeaderBox;
  /** A box that holds packets of this line only. */
  readonly example: HeaderBox;
  /** Of all packets of its family and direction, from 0 to 1. */
  readonly share: number;
}

/** Which packets, captured or not, a change of the configuration makes end otherwise. */
export interface ReachComparison {
  /** They died before, and pass now. */
  readonly newlyAlive: readonly HostHeaderBox[];
  /** They passed before, and die now. */
  readonly newlyDead: readonly HostHeaderBox[];
  /** What is not known decides whether they do. */
  readonly mayChange: readonly HostHeaderBox[];
  /** The same in as few boxes as can be; they may hold packets that routing refuses as martian. */
  readonly lines: readonly ChangedLine[];
  /** The share of all headers that may pass now and died before, from 0 to 1: what a change opens. */
  readonly opened: number;
  /** False where there may be more packets than these. */
  readonly complete: boolean;
}

/** A rule that no packet can match. */
export interface NeverRule {
  readonly host: string;
  readonly tableFamily: TableFamily;
  readonly table: string;
  readonly chain: string;
  /** From 1. */
  readonly number: number;
  readonly at: LineRef;
  /** `shadowed`: rules above it take all that it asks for; `not reached`: nothing of that comes to its chain. */
  readonly why: 'shadowed' | 'contradictory' | 'not reached';
  /** The rules that take it. */
  readonly by: readonly RulePlace[];
  /** Packets that it has counted all the same; null where it has none, or the file has no counters. */
  readonly counted: { readonly packets: number; readonly because: CountedBecause } | null;
}

/**
 * Why a rule that no packet can match has a counter above zero: it counted before the rules beside it were as they are
 * (`file`: a dump that shows it so), or the counter is the other backend's, or another namespace's.
 */
export type CountedBecause =
  | { readonly kind: 'time'; readonly file: string | null }
  | { readonly kind: 'backend'; readonly backend: Ruleset['backend']; readonly file: string }
  | { readonly kind: 'namespace'; readonly host: string; readonly file: string };

/** What a search for rules that no packet can match has found; in the tables of `left` there may be more. */
export interface NeverSearch {
  readonly rules: readonly NeverRule[];
  readonly left: readonly { readonly host: string; readonly family: TableFamily; readonly table: string }[];
}
