/**
 * A fact about a host that decides and that the bundle does not hold. Rules and routes are named by their text. Equal facts
 * are one question.
 */
export type OpenFact =
  | { readonly kind: 'ip-rules' | 'other-ip-rules' | 'selecting-ip-rule' }
  /** Whether an ip rule was ever added or removed: the kernel never forgets it. */
  | { readonly kind: 'ip-rules-changed' }
  | { readonly kind: 'ip-rule-action'; readonly rule: string }
  | { readonly kind: 'ip-rule-selects'; readonly rule: string; readonly dst: string }
  | { readonly kind: 'vrf'; readonly dev: string }
  | { readonly kind: 'table' | 'other-routes'; readonly table: string }
  | { readonly kind: 'route-prefix' | 'dead-end-type' | 'other-hops' | 'next-hop'; readonly route: string }
  /** The source of the packet, or of a route for some sources alone. */
  | { readonly kind: 'route-source' }
  | { readonly kind: 'own-address'; readonly address: string }
  | { readonly kind: 'device-address'; readonly dev: string }
  /** `keys`: where sysctl has the setting, `conf.all and conf.eth0` in the kernel's words. */
  | {
      readonly kind: 'setting';
      readonly name: string;
      readonly dev: string;
      readonly keys: readonly string[];
    }
  | { readonly kind: 'sysctl'; readonly key: string }
  | { readonly kind: 'membership'; readonly dev: string; readonly group: string }
  /** `src` is null for a sender without an address. */
  | { readonly kind: 'sending-interface'; readonly src: string | null; readonly dst: string }
  | { readonly kind: 'mtu'; readonly dev: string | null }
  /** Whether this many bytes came as one packet, or as segments that GRO joined. */
  | { readonly kind: 'aggregate'; readonly bytes: number }
  | { readonly kind: 'redacted-source' | 'redacted-destination' }
  /** Nearly all of it: rules, routes, addresses, sysctls. */
  | { readonly kind: 'routing-state' };

/** One answer to an open fact, taken for granted. */
export type Premise =
  | { readonly kind: 'no-own-ip-rules' | 'no-earlier-ip-rule' }
  | { readonly kind: 'ip-rules-changed'; readonly ever: boolean }
  | { readonly kind: 'ip-rule-selects'; readonly rule: string; readonly selects: boolean }
  | { readonly kind: 'own-address'; readonly address: string; readonly isOwn: boolean }
  | { readonly kind: 'device-address'; readonly dev: string; readonly has: boolean }
  | { readonly kind: 'setting'; readonly name: string; readonly dev: string; readonly value: number }
  | { readonly kind: 'sysctl'; readonly key: string; readonly value: number }
  /** Its own setting is the one of net.ipv4.ip_forward. */
  | { readonly kind: 'forwards-as-host'; readonly dev: string }
  | { readonly kind: 'mtu'; readonly dev: string | null; readonly bytes: number; readonly suffices: boolean }
  | { readonly kind: 'aggregate'; readonly joined: boolean }
  | { readonly kind: 'next-hop'; readonly hop: string | null }
  /** Whether the way back to the source suits the interface; `source` is null where it is redacted. */
  | {
      readonly kind: 'way-back';
      readonly source: string | null;
      readonly dev: string;
      readonly suits: boolean;
    }
  /** The route has one next hop and no TOS. */
  | { readonly kind: 'plain-route'; readonly route: string };

/** Equal for equal facts. */
export function factKey(fact: OpenFact): string {
  return JSON.stringify(fact);
}
