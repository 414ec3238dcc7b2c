/** Why a line, or an object of JSON, can't be read as what its format has there. */
export type Malformed =
  | { readonly kind: PlainMalformed }
  | { readonly kind: 'too-long'; readonly characters: number }
  | { readonly kind: 'json'; readonly fault: JsonFault }
  /** The words that should be an address. */
  | { readonly kind: 'no-address'; readonly text: string }
  | { readonly kind: 'counter-names'; readonly counters: number; readonly group: string }
  /** A line of that tracer is cut off. */
  | { readonly kind: 'cut-off'; readonly tracer: 'nft monitor trace' | 'xtables-monitor' | 'ulogd' };

type PlainMalformed =
  | 'address-without-interface'
  | 'chain-heading'
  | 'chain-without-table'
  | 'counter'
  | 'counter-name'
  | 'detail-without-interface'
  | 'entry-without-set'
  | 'fib-rule'
  | 'json-damaged'
  | 'conntrack-entry'
  | 'interface'
  | 'neighbour'
  | 'nexthop'
  | 'nexthop-without-route'
  | 'not-an-address'
  | 'addresses'
  | 'bracket'
  | 'listed-rule'
  | 'local-address'
  | 'packet'
  | 'packet-unnamed'
  | 'queue'
  | 'quote'
  | 'route'
  | 'rule-ends-early'
  | 'rule-without-table'
  | 'ruleset-line'
  | 'set-entry'
  | 'set-or-entry'
  | 'set-without-name'
  | 'sysctl'
  | 'table-name'
  | 'trace-line'
  | 'vrf';

/** Why a JSON text ends early. */
export type JsonFault =
  | { readonly kind: 'too-deep' | 'no-value' | 'no-string' | 'end' }
  /** A bracket or colon is not there. */
  | { readonly kind: 'missing'; readonly character: string };
