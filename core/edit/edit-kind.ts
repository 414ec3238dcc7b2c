import type { Edit, EditTool, Refusal } from '../model/edit.ts';
import type { LineRef } from '../model/evidence.ts';
import type { Records } from '../model/records.ts';
import type { Configuration } from './configuration.ts';

/** A line that a person typed for one tool, and what it is read with. */
export interface TypedCommand {
  readonly tool: EditTool;
  readonly text: string;
  /** Where what it brings is said to stand. */
  readonly at: LineRef;
  /** Reads what a tool prints (`ip route`, `nft list ruleset`), as the parsers of bundles do. */
  readonly readRecords: ReadRecords;
}

export type PrintedKind = 'ip-route' | 'ip-rule' | 'nft-ruleset' | 'ipset';
export type ReadRecords = (kind: PrintedKind, text: string, at: LineRef) => Records;

/** A kind of change: how its command line is understood, and what it does to a host's configuration. */
export interface EditKind<E extends Edit = Edit> {
  readonly tools: readonly EditTool[];
  read(command: TypedCommand, state: Configuration): E | Refusal;
  apply(state: Configuration, edit: E, command: TypedCommand): Configuration | Refusal;
}
