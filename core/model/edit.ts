import type { EditFault } from './edit-fault.ts';
import type { BaseHook, NftElement, NftSet, RuleSpec, Ruleset } from './ruleset.ts';
import type { FibRule, InterfaceAddress, Link, Route, Sysctl } from './network.ts';
import type { Family } from './family.ts';
import type { IpSet, IpSetEntry } from './ipset.ts';
import type { KeptLines } from './kept-lines.ts';
import type { Evidence, LineRef } from './evidence.ts';
import type { Malformed } from './malformed.ts';
import type { TableFamily } from './table-family.ts';

/** The tools whose command lines are understood as changes. */
export const editTools = ['iptables', 'ip6tables', 'nft', 'ip', 'sysctl', 'ipset', 'conntrack'] as const;
export type EditTool = (typeof editTools)[number];

/** One change to a host's configuration as a person gives it. */
export type TypedChange =
  /** `-A FORWARD -j ACCEPT`: what follows the tool's name, which may be there too. */
  | { readonly kind: 'command'; readonly tool: EditTool; readonly host: string | null; readonly text: string }
  /** A whole edited file in place of what the bundle has of its kind. */
  | {
      readonly kind: 'file';
      readonly host: string | null;
      readonly path: string;
      readonly records: EditedFile;
    };

/** What an edited file says. Null: nothing of that kind is in it. */
export interface EditedFile {
  readonly rulesets: readonly Ruleset[];
  readonly routes: readonly Route[] | null;
  readonly fibRules: readonly FibRule[] | null;
  readonly sysctls: readonly Sysctl[] | null;
  readonly links: readonly Link[] | null;
  readonly addresses: readonly InterfaceAddress[] | null;
  readonly ipsets: readonly IpSet[] | null;
  /** Lines that can't be read, in order. */
  readonly malformed: readonly { readonly at: LineRef; readonly why: Malformed }[];
  /** The file's own lines, by its path. */
  readonly lines: KeptLines;
}

/** A rule that is to be put into a chain. `text` as the bundle would have it. */
export interface NewRule {
  readonly text: string;
  readonly spec: RuleSpec;
}

/** A change, understood. */
export type Edit =
  | IptablesEdit
  | NftEdit
  | RouteEdit
  | FibRuleEdit
  | AddressEdit
  | LinkEdit
  | SysctlEdit
  | IpsetEdit
  | ConntrackEdit
  | FileEdit;

/** Positions of rules count from 1. */
export interface IptablesEdit {
  readonly kind: 'iptables';
  readonly family: Family;
  /** Null: whichever the bundle has. */
  readonly backend: 'legacy' | 'nft' | null;
  readonly table: string;
  readonly does:
    /** `others`: `-s 10.0.0.1,10.0.0.2` makes a rule for each address. */
    | { readonly op: 'append'; readonly chain: string; readonly rule: NewRule; readonly others: readonly NewRule[] }
    | { readonly op: 'insert'; readonly chain: string; readonly number: number; readonly rule: NewRule; readonly others: readonly NewRule[] }
    | { readonly op: 'replace'; readonly chain: string; readonly number: number; readonly rule: NewRule }
    | { readonly op: 'delete'; readonly chain: string; readonly which: number | NewRule; readonly others: readonly NewRule[] }
    | { readonly op: 'policy'; readonly chain: string; readonly policy: 'ACCEPT' | 'DROP' }
    | { readonly op: 'new-chain'; readonly chain: string }
    /** Null: of the whole table. */
    | { readonly op: 'flush' | 'delete-chain'; readonly chain: string | null }
    | { readonly op: 'rename-chain'; readonly chain: string; readonly to: string }; // prettier-ignore
}

export interface NftEdit {
  readonly kind: 'nft';
  readonly family: TableFamily;
  /** '' for `flush ruleset`. */
  readonly table: string;
  readonly does:
    /** `at` null: at the end for `add`, at the beginning for `insert`. */
    | { readonly op: 'add' | 'insert'; readonly chain: string; readonly at: RuleAt | null; readonly rule: NewRule }
    | { readonly op: 'replace'; readonly chain: string; readonly at: RuleAt; readonly rule: NewRule }
    | { readonly op: 'delete'; readonly chain: string; readonly at: RuleAt }
    | { readonly op: 'add-chain' | 'create-chain'; readonly chain: string; readonly base: BaseHook | null; readonly policy: 'ACCEPT' | 'DROP' | null }
    | { readonly op: 'delete-chain' | 'flush-chain'; readonly chain: string }
    | { readonly op: 'rename-chain'; readonly chain: string; readonly to: string }
    | { readonly op: 'add-table' | 'create-table' | 'delete-table' | 'flush-table' | 'flush-ruleset' }
    | { readonly op: 'add-set'; readonly set: NftSet }
    | { readonly op: 'delete-set' | 'flush-set'; readonly set: string }
    | { readonly op: 'add-elements' | 'create-elements' | 'delete-elements'; readonly set: string; readonly elements: readonly NftElement[] }; // prettier-ignore
}

/** nft names a rule of a chain by its handle, or by its index from 0. */
export interface RuleAt {
  readonly by: 'handle' | 'index';
  readonly value: number;
}

export interface RouteEdit {
  readonly kind: 'route';
  readonly op: 'add' | 'append' | 'prepend' | 'replace' | 'change' | 'del';
  readonly route: Route;
  /** What a route must agree with to be deleted, besides its prefix. */
  readonly asks: {
    readonly metric: boolean;
    readonly dev: boolean;
    readonly via: boolean;
    readonly type: boolean;
  };
}

export interface FibRuleEdit {
  readonly kind: 'fib-rule';
  readonly op: 'add' | 'del';
  readonly rule: FibRule;
  readonly asks: { readonly priority: boolean; readonly action: boolean };
}

export interface AddressEdit {
  readonly kind: 'address';
  readonly op: 'add' | 'replace' | 'del';
  readonly address: InterfaceAddress;
}

export interface LinkEdit {
  readonly kind: 'link';
  readonly dev: string;
  readonly set: {
    readonly up: 'up' | 'down' | null;
    /** In bytes. */
    readonly mtu: number | null;
    /** '' takes it out of what it belongs to. */
    readonly master: string | null;
  };
}

export interface SysctlEdit {
  readonly kind: 'sysctl';
  readonly key: string;
  readonly value: string;
}

export interface IpsetEdit {
  readonly kind: 'ipset';
  readonly set: string;
  readonly does:
    | { readonly op: 'add' | 'del'; readonly entry: IpSetEntry; readonly exist: 'ignored' | 'refused' }
    | { readonly op: 'flush' | 'destroy' }
    | { readonly op: 'create'; readonly type: string; readonly options: string }
    | { readonly op: 'swap' | 'rename'; readonly with: string };
}

export interface ConntrackEdit {
  readonly kind: 'conntrack';
  /** Conditions on the original direction, and on the reply's; null: any. */
  readonly protocol: string | null;
  readonly family: Family | null;
  readonly original: TupleAsked;
  readonly reply: TupleAsked;
  readonly state: string | null;
}

export interface TupleAsked {
  readonly src: string | null;
  readonly dst: string | null;
  readonly sport: number | null;
  readonly dport: number | null;
}

export interface FileEdit {
  readonly kind: 'file';
  readonly path: string;
  readonly records: EditedFile;
}

/** Why a change can't be carried out: as the real tool would say it, or what only Netopsy lacks. */
export interface Refusal {
  readonly refused: string | EditFault;
  /** Where in the change's text: first character and length; null where no word of it is at fault. */
  readonly at: { readonly start: number; readonly length: number } | null;
  /** The line of an edited file that is refused, in which `at` counts; null for what was typed as a command. */
  readonly line: Evidence | null;
}
