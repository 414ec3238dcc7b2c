import type { Cause } from './cause.ts';
import type { EditTool } from './edit.ts';
import type { ReachComparison } from './reach.ts';
import type { WhatIfFlow } from './what-if.ts';

/** Programs that keep rules of their own. */
export const ruleOwners = [
  'docker', 'kube-proxy', 'calico', 'cilium', 'kube-router', 'weave', 'flannel', 'antrea', 'firewalld', 'ufw', 'libvirt', 'podman', 'cni',
  'shorewall', 'openwrt', 'fail2ban', 'proxmox', 'tailscale', 'nixos', 'istio', 'lxd', 'csf',
] as const; // prettier-ignore
export type RuleOwner = (typeof ruleOwners)[number];

/** A line to type on the host, without the tool's name. */
export interface FixCommand {
  readonly tool: EditTool;
  /** `iptables-legacy` where the host has two iptables; the tool's own name elsewhere. */
  readonly program: string;
  readonly words: string;
}

/** A service that packets are for: protocol, address and port; null where the protocol has none. */
export interface FixedService {
  readonly protocol: string;
  readonly dst: string;
  readonly dport: number | null;
  readonly icmpType: number | null;
}

/** What a fix does to make packets live. */
export type FixWhy =
  /** Accepts the service in front of the rule or policy that ends it. */
  | {
      readonly kind: 'accept';
      readonly place: string;
      readonly before: string | null;
      readonly answers: 'yes' | 'no';
    }
  /** A rule that accepts the packets stands after the one that drops them. */
  | { readonly kind: 'move'; readonly chain: string; readonly from: number; readonly to: number }
  | { readonly kind: 'add-to-set'; readonly set: string; readonly element: string; readonly rule: string }
  /** The set leaves the packet out by an entry of its own (`nomatch`). */
  | { readonly kind: 'take-exception'; readonly set: string; readonly element: string; readonly rule: string }
  | { readonly kind: 'take-from-set'; readonly set: string; readonly element: string; readonly rule: string }
  | {
      readonly kind: 'loose-rp-filter';
      readonly dev: string;
      readonly source: string;
      readonly wayBack: string | null;
    }
  | { readonly kind: 'no-rp-filter'; readonly dev: string; readonly source: string }
  | { readonly kind: 'route-back'; readonly dev: string; readonly source: string }
  /** `like`: the route whose next hop it takes; null where a neighbour entry tells it. */
  | { readonly kind: 'add-route'; readonly destination: string; readonly like: string | null }
  | { readonly kind: 'around-refusal'; readonly destination: string; readonly refusing: string }
  | { readonly kind: 'remove-refusal'; readonly refusing: string }
  | { readonly kind: 'forwarding'; readonly dev: string | null }
  /** `route`: the one whose own MTU it is; null where it is the interface's. */
  | { readonly kind: 'mtu'; readonly dev: string; readonly route: string | null; readonly bytes: number }
  | { readonly kind: 'link-up'; readonly dev: string; readonly destination: string }
  /** Where DNAT sends the packets nobody is; `now` is the only other address that answers on `dev`. */
  | {
      readonly kind: 'retarget';
      readonly chain: string;
      readonly number: number;
      readonly old: string;
      readonly now: string;
      readonly dev: string;
    }
  | { readonly kind: 'delete-entry'; readonly old: string; readonly now: string | null }
  | { readonly kind: 'wider-ports'; readonly chain: string; readonly number: number };

/** What else a fix lets through. */
export type FixOpens =
  | { readonly kind: 'service'; readonly service: FixedService; readonly from: string | null }
  | { readonly kind: 'rule-moved'; readonly text: string }
  | { readonly kind: 'set'; readonly set: string }
  | { readonly kind: 'spoofing'; readonly dev: string }
  | { readonly kind: 'route'; readonly destination: string }
  | { readonly kind: 'forwarding'; readonly dev: string | null }
  | { readonly kind: 'nothing' };

/** How the program that owns the rules is asked for the same. */
export interface FixPersist {
  readonly owner: RuleOwner | 'sysctl' | 'ip-route' | 'iptables' | 'nft' | 'ipset';
  readonly hook: 'input' | 'forward' | 'output' | 'other';
  readonly service: FixedService | null;
  readonly interfaces: { readonly in: string; readonly out: string };
  /** Names of the owner's objects that the rules tell: policies, zones. */
  readonly names: readonly string[];
  /** The setting or the route, where it is one. */
  readonly says: string;
}

export interface Fix {
  readonly commands: readonly FixCommand[];
  readonly why: readonly FixWhy[];
  readonly opens: readonly FixOpens[];
  readonly persist: FixPersist | null;
  /** All flows of the capture that it would change. */
  readonly flows: readonly WhatIfFlow[];
  /** How many flows it would change, or may change, besides those that it is for. */
  readonly alsoChanges: number;
  readonly certain: boolean;
  /** Which packets, captured or not, it makes live or die; null before that was asked. */
  readonly reach: ReachComparison | null;
}

/** Why nothing on this host will help. */
export type Unfixable =
  /** kube-proxy: `service` as its comment names it, or its address. */
  | { readonly kind: 'no-endpoints'; readonly service: string }
  | { readonly kind: 'neighbour'; readonly address: string; readonly dev: string }
  /** Where DNAT sends the packets, nobody is. */
  | {
      readonly kind: 'stale-dnat';
      readonly target: string;
      readonly dev: string | null;
      readonly rule: string;
    }
  | { readonly kind: 'no-gateway'; readonly destination: string }
  | { readonly kind: 'martian' | 'ttl' | 'protection' | 'outside' | 'not-proven' }
  | { readonly kind: 'queue-reader'; readonly queues: readonly number[] }
  /** The walk does not reproduce the death: nothing can be proven. */
  | { readonly kind: 'not-replayable' };

export interface FixedDeadEnd {
  readonly host: string;
  readonly cause: Cause;
  readonly packets: number;
  readonly owner: RuleOwner | null;
  /** The narrowest first; at most three. */
  readonly fixes: readonly Fix[];
  readonly unfixable: Unfixable | null;
}
