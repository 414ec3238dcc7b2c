import type { RuleOwner } from '../model/fix.ts';
import type { Table } from '../model/ruleset.ts';

/** How the chains and tables of a program are called. */
interface OwnedNames {
  readonly owner: RuleOwner;
  /** Beginnings of chains' names. */
  readonly chains: readonly string[];
  /** Whole names of tables of nft that are its own. */
  readonly tables?: readonly string[];
}

const owners: readonly OwnedNames[] = [
  { owner: 'kube-router', chains: ['KUBE-POD-FW-', 'KUBE-NWPLCY-', 'KUBE-ROUTER-'] },
  { owner: 'kube-proxy', chains: ['KUBE-'], tables: ['kube-proxy', 'kubelet'] },
  { owner: 'calico', chains: ['cali-', 'cali_'], tables: ['calico'] },
  { owner: 'cilium', chains: ['CILIUM_', 'OLD_CILIUM_'] },
  { owner: 'weave', chains: ['WEAVE'] },
  { owner: 'flannel', chains: ['FLANNEL-'], tables: ['flannel-ipv4', 'flannel-ipv6'] },
  { owner: 'antrea', chains: ['ANTREA-'] },
  { owner: 'istio', chains: ['ISTIO_'] },
  { owner: 'docker', chains: ['DOCKER'], tables: ['docker-bridges'] },
  { owner: 'podman', chains: ['NETAVARK'], tables: ['netavark'] },
  { owner: 'cni', chains: ['CNI-'] },
  { owner: 'libvirt', chains: ['LIBVIRT_'], tables: ['libvirt_network'] },
  { owner: 'lxd', chains: [], tables: ['lxd', 'incus'] },
  { owner: 'ufw', chains: ['ufw-', 'ufw6-'] },
  {
    owner: 'firewalld',
    chains: ['FWDI_', 'FWDO_', 'FWD_', 'IN_', 'FORWARD_direct', 'FORWARD_IN_ZONES', 'FORWARD_OUT_ZONES', 'FORWARD_ZONES', 'FORWARD_POLICIES', 'INPUT_direct', 'INPUT_ZONES', 'INPUT_POLICIES', 'OUTPUT_direct', 'OUTPUT_POLICIES'],
    tables: ['firewalld'],
  }, // prettier-ignore
  { owner: 'shorewall', chains: ['shorewall', 'smurfs', 'tcpflags', 'sfilter', 'net-fw', 'net2fw', 'fw-net', 'fw2net', 'loc-net', 'loc2net', 'net-loc', 'net2loc', 'loc-fw', 'loc2fw'] }, // prettier-ignore
  { owner: 'openwrt', chains: ['zone_', 'forwarding_rule', 'forwarding_', 'input_rule', 'input_wan', 'forward_wan', 'forward_lan', 'input_lan', 'reject_from_', 'reject_to_', 'accept_to_', 'accept_from_'], tables: ['fw4'] }, // prettier-ignore
  { owner: 'fail2ban', chains: ['f2b-', 'fail2ban-'], tables: ['f2b-table'] },
  { owner: 'proxmox', chains: ['PVEFW-'] },
  { owner: 'tailscale', chains: ['ts-'] },
  { owner: 'nixos', chains: ['nixos-'], tables: ['nixos-fw'] },
  { owner: 'csf', chains: ['LOCALINPUT', 'LOCALOUTPUT', 'DENYIN', 'DENYOUT', 'ALLOWIN', 'ALLOWOUT', 'LOGDROPIN', 'LOGDROPOUT'] }, // prettier-ignore
];

/** The program that keeps a chain, by its name or its table's; null for anybody's own. DOCKER-USER is the user's. */
export function ownerOfChain(
  { name: table, family: _ }: Pick<Table, 'name' | 'family'>,
  chain: string,
): RuleOwner | null {
  if (chain === 'DOCKER-USER') return null;
  const found = owners.find(
    ({ chains, tables = [] }) => tables.includes(table) || chains.some((begins) => chain.startsWith(begins)),
  );
  return found?.owner ?? null;
}

/** Whoever hangs its chains into a base chain is asked about its policy, in this order. */
export const keepersOfPolicies: readonly RuleOwner[] = [
  'docker', 'ufw', 'firewalld', 'shorewall', 'openwrt', 'proxmox', 'nixos', 'csf', 'podman', 'libvirt',
]; // prettier-ignore
