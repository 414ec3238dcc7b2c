import type { TimelineItem, WhatIfDocument } from '../../../core/index.ts';

/** A command, and the host that it is for; null where the bundle has one only. */
export interface TriedLine {
  readonly text: string;
  readonly host: string | null;
}

/** Edited files of the bundle and commands, made in that order. */
export interface TryAsk {
  readonly files: readonly {
    readonly path: string;
    readonly host: string | null;
    readonly text: string;
  }[];
  readonly lines: readonly TriedLine[];
}

export type TriedChanges = ShownTry | RefusedTry;

/** What changes would do; `found` is the sentence that it comes to. */
export interface ShownTry {
  readonly kind: 'tried';
  readonly found: string;
  readonly document: WhatIfDocument;
}

/** Why the host would not take a change, and where in it. */
export interface RefusedTry {
  readonly kind: 'refused';
  /** The edited file; null for a command. */
  readonly path: string | null;
  /** The line of the file, from 1; of a command, its index among those asked for. */
  readonly line: number;
  /** That line, and the place in it that is at fault. */
  readonly text: string;
  readonly at: { readonly start: number; readonly length: number } | null;
  readonly says: string;
}

/** The options of `netopsy simulate`; '' for what is not said. */
export interface SentPacket {
  readonly host: string;
  readonly in: string;
  readonly src: string;
  readonly dst: string;
  readonly proto: string;
  readonly sport: string;
  readonly dport: string;
  readonly icmpType: string;
  readonly state: string;
  readonly mark: string;
}

/** Where a packet would go. */
export interface SentAnswer {
  readonly ways: readonly {
    /** How it ends. */
    readonly summary: string;
    readonly dead: boolean;
    /** What is taken for granted for this way. */
    readonly assumes: readonly string[];
    readonly timeline: readonly TimelineItem[];
  }[];
  /** What is taken for granted on some way though there are other answers, which can't be listed. */
  readonly presumed: readonly string[];
  /** False where too much is unknown to follow every way. */
  readonly complete: boolean;
}
