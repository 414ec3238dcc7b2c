import type { RulePlace } from '../../model/cause.ts';
import type { TableFamily } from '../../model/table-family.ts';
import type { WalkAssumed } from '../walk/assumption.ts';
import type { WalkEnd } from '../walk/walk-end.ts';
import type { MatchPacket } from '../match/match-packet.ts';
import type { Diagram } from '../sets/decision-diagrams.ts';
import type { HeaderSpace } from '../sets/header-space.ts';

/**
 * The packets of a walk that goes on for many at once. Each stands in `set` by the header that its sender wrote. A field
 * that is null in the branch's packet is the header's own where `asSent` says so, and is not known otherwise; one that
 * is not null is the same in all of them.
 */
export interface Headers {
  readonly space: HeaderSpace;
  readonly set: Diagram;
  readonly asSent: AsSent;
  readonly record: HeaderRecord;
}

/** Which fields of the packets are those of their headers still. */
export interface AsSent {
  readonly src: boolean;
  readonly dst: boolean;
  readonly sport: boolean;
  readonly dport: boolean;
  readonly in: boolean;
  readonly out: boolean;
  /** Conntrack has said what the header's state is. */
  readonly state: boolean;
  readonly tcpFlags: boolean;
  readonly linkType: boolean;
  /** The packet's mark is `(the header's & keep) ^ flip`; null where it does not come from the header. */
  readonly mark: { readonly keep: number; readonly flip: number } | null;
  /** The connection has its first direction's addresses from the header, and its answers' from the packet as it is. */
  readonly connection: boolean;
  /** No packet is a later fragment, and ICMP errors aside each type has the code that plain-packet.ts gives it. */
  readonly plain: boolean;
}

/** What came of the headers of a walk. */
export interface HeaderRecord {
  /** By what they are; `number` is theirs among the bits of `HeaderSpace.end`. */
  readonly ends: Map<string, HeaderEnd>;
  /** Headers with the number of their end, in parts that were not put together yet. */
  readonly ended: Diagram[];
  /** What was taken for granted though there are other answers, and for which headers. */
  readonly presumed: Map<string, { readonly assumed: WalkAssumed; readonly sets: Diagram[] }>;
  /** Headers that could not be followed to their end. */
  readonly left: Diagram[];
  /** The place whose visitors are kept; null where none is asked for. */
  readonly watched: WatchedPlace | null;
  /** Told of headers that came to their end, with its number; null where nobody waits. */
  readonly onEnded: ((ended: Diagram) => void) | null;
}

/** A chain, or a rule of it: all headers that come to the chain, or match the rule, are put into `seen`. */
export interface WatchedPlace extends RulePlace {
  /** Null: of any family's table. */
  readonly tableFamily: TableFamily | null;
  readonly seen: Diagram[];
}

/** One end of headers: those that leave the host in different forms come to different ends. */
export interface HeaderEnd {
  readonly number: number;
  readonly end: WalkEnd;
  /** The packets at their end; a field that is null is the header's own where `asSent` says so. */
  readonly packet: MatchPacket;
  readonly asSent: AsSent;
}

/** What arrives, before anything has looked at it. */
export const allAsSent: AsSent = {
  src: true,
  dst: true,
  sport: true,
  dport: true,
  in: true,
  out: false,
  state: false,
  tcpFlags: true,
  linkType: true,
  mark: { keep: 0xffffffff, flip: 0 },
  connection: false,
  plain: true,
};

export function newRecord(
  watched: WatchedPlace | null = null,
  onEnded: HeaderRecord['onEnded'] = null,
): HeaderRecord {
  return { ends: new Map(), ended: [], presumed: new Map(), left: [], watched, onEnded };
}

/** Notes that headers came to the end whose number is with them. */
export function addEnded({ ended, onEnded }: HeaderRecord, set: Diagram): void {
  ended.push(set);
  onEnded?.(set);
}

/** Equal where the same fields are those of the headers. */
export function sentKey(sent: AsSent): string {
  let key = keys.get(sent);
  if (key === undefined) {
    key = JSON.stringify(sent);
    keys.set(sent, key);
  }
  return key;
}

const keys = new WeakMap<AsSent, string>();
