import type { FlowNode } from './flow-node.ts';

/** Chains that a program made by one pattern: one for each service, endpoint or container. */
export interface ChainFamily {
  /** Tells it from all others of the capture; holds names of the bundle. */
  readonly id: string;
  readonly host: string;
  /** `nat/KUBE-SEP-*`: the table, and the members' names without their ends. */
  readonly name: string;
  /** How many of its chains packets visited. */
  readonly chains: number;
}

/** A host's graph with fewer places is read as it is. */
const MANY_PLACES = 40;
/** Fewer chains of one pattern are no crowd. */
const FEWEST_CHAINS = 4;
/** No program's pattern is longer; hostile names have any length. */
const LONGEST_NAME = 64;

/** What programs put after a pattern, each with a name that has it. The first group is what the family is called by. */
const PATTERNS: readonly RegExp[] = [
  /^(.+-)[A-Z2-7]{16}$/, // kube-proxy: KUBE-SEP-6B3UFB6AUXV5UCKZ
  /^([a-z]+(?:-[a-z]+)*-)[A-Z2-7]{8}-.+$/, // kube-proxy with nftables: endpoint-2CRNCTTE-ns1/svc1/tcp/p80__10.180.0.1/80
  /^(.{1,127}-)_[A-Za-z0-9_-]{10,117}$/, // Calico's policies: cali-pi-_tDhWcG1k9aBcDeFgHiJ
  /^(.{1,127}-)(?:cali|tap|veth|lxc|eni)?(?=[a-f]{0,64}\d)[0-9a-f]{7,120}$/, // cali-tw-cali0ef24b1c2d3, CNI-4f8b1a6c2d3e4f5061728394
  /^(.+-[a-z]?)[0-9a-f]{8}-[0-9a-f]{1,4}$/, // OpenStack: neutron-openvswi-i3a4b5c6d-7
  /^(.+[-_])\d+$/, // cali-from-wl-dispatch-8
];

/** `KUBE-SEP-*` for `KUBE-SEP-6B3UFB6AUXV5UCKZ`; null for a name that no pattern has. */
export function familyName(chain: string): string | null {
  if (chain.length > LONGEST_NAME) return null;
  for (const pattern of PATTERNS) {
    const beginning = pattern.exec(chain)?.[1];
    if (beginning !== undefined) return `${beginning}*`;
  }
  return null;
}

/**
 * The families that are worth being drawn as one place: of hosts with many places, four chains or more of one table and
 * one pattern. A pattern is a family in all hooks or in none, so that equal places look alike.
 */
export function chainFamilies(nodes: readonly FlowNode[], manyPlaces = MANY_PLACES): readonly ChainFamily[] {
  const places = new Map<string, number>();
  const members = new Map<
    string,
    { readonly host: string; readonly name: string; readonly chains: Set<string> }
  >();
  for (const node of nodes) {
    places.set(node.host, (places.get(node.host) ?? 0) + 1);
    const id = familyIdOf(node);
    if (id === null) continue;
    const name = `${node.table}/${familyName(node.label)}`;
    const family = members.get(id) ?? { host: node.host, name, chains: new Set() };
    members.set(id, family);
    family.chains.add(node.label);
  }
  return [...members]
    .filter(([, { host, chains }]) => (places.get(host) ?? 0) >= manyPlaces && chains.size >= FEWEST_CHAINS)
    .map(([id, { host, name, chains }]) => ({ id, host, name, chains: chains.size }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The id that the family of a node would have; null for what is no chain of a pattern. */
export function familyIdOf(node: FlowNode): string | null {
  const family = node.kind === 'chain' ? familyName(node.label) : null;
  return family === null ? null : [node.host, `${tableOf(node)}/${family}`].join('\0');
}

/** The table of a chain's node, as `tableKey` has it. */
export function tableOf({ id, label }: FlowNode): string {
  return id.slice(id.lastIndexOf('\0') + 1, -label.length - 1);
}
