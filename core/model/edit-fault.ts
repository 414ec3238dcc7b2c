import type { Malformed } from './malformed.ts';
import type { QueryFault } from './query-fault.ts';

/** Why a change can't be made where the tool itself would not say so: the bundle lacks what it needs, or Netopsy the change. */
export type EditFault =
  | QueryFault
  | { readonly kind: 'no-described-host' }
  /** The bundle does not show the table; `command` would. */
  | { readonly kind: 'table-not-shown'; readonly table: string; readonly tool: string }
  | { readonly kind: 'interface-not-shown'; readonly dev: string }
  | { readonly kind: 'rules-not-shown'; readonly table: string; readonly chain: string }
  | { readonly kind: 'no-handles' }
  | { readonly kind: 'changes-nothing' }
  | { readonly kind: 'not-modelled'; readonly command: string }
  | { readonly kind: 'open-quote'; readonly quote: string }
  /** A line of an edited file. */
  | { readonly kind: 'unreadable-line'; readonly why: Malformed };
