/** What is wrong with a question about a host: an option of `netopsy route` or `netopsy simulate`, without its dashes. */
export type QueryFault =
  | { readonly kind: 'missing'; readonly option: string }
  | { readonly kind: 'in-or-local' }
  | { readonly kind: 'no-address'; readonly option: string; readonly text: string }
  | { readonly kind: 'two-families'; readonly options: readonly [string, string] }
  | { readonly kind: 'iif-without-from' }
  | { readonly kind: 'no-protocol'; readonly text: string }
  | { readonly kind: 'no-state'; readonly text: string; readonly states: readonly string[] }
  | { readonly kind: 'no-ports'; readonly protocol: string }
  | { readonly kind: 'flags-without-tcp' }
  | { readonly kind: 'no-flags'; readonly text: string }
  | { readonly kind: 'no-number'; readonly option: string; readonly text: string; readonly most: number }
  /** The bundle lists the interfaces of the host. */
  | { readonly kind: 'no-interface'; readonly name: string; readonly interfaces: readonly string[] }
  | { readonly kind: 'no-disposition'; readonly text: string; readonly dispositions: readonly string[] }
  /** Not of the form `TABLE/CHAIN` or `TABLE/CHAIN:N`. */
  | { readonly kind: 'no-place'; readonly text: string }
  /** The host has no such chain, or the chain no such rule. */
  | { readonly kind: 'place-unknown'; readonly text: string; readonly rules: number | null }
  | { readonly kind: 'no-host'; readonly name: string }
  | { readonly kind: 'several-hosts'; readonly hosts: readonly string[] };

/** Why there is no answer. */
export interface Refused {
  readonly wrong: QueryFault;
}
