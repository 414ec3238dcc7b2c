import { mkdirSync, writeFileSync } from 'node:fs';
import { calico } from './calico.mjs';
import { firewalld, openwrt, shorewall, ufw } from './distributions.mjs';
import { docker } from './docker.mjs';
import { flatList } from './flat-list.mjs';
import { kubeIptables, kubeNft } from './kube.mjs';

/** Hosts as the programs that write rulesets leave them; each with a packet to ask about, and its interface to the world. */
export const hosts = {
  docker: { files: () => docker(12, 8), in: 'eth0', to: '172.17.0.2', port: 80 },
  'kube-proxy, iptables, 10': { files: () => kubeIptables(10), in: 'eth0', to: '10.96.0.3', port: 443 },
  'kube-proxy, iptables, 1000': { files: () => kubeIptables(1000), in: 'eth0', to: '10.96.0.3', port: 443 },
  'kube-proxy, iptables, 10000': {
    files: () => kubeIptables(10_000),
    in: 'eth0',
    to: '10.96.0.3',
    port: 443,
  },
  'kube-proxy, nftables, 10': { files: () => kubeNft(10), in: 'eth0', to: '10.96.0.3', port: 443 },
  'kube-proxy, nftables, 1000': { files: () => kubeNft(1000), in: 'eth0', to: '10.96.0.3', port: 443 },
  'kube-proxy, nftables, 10000': { files: () => kubeNft(10_000), in: 'eth0', to: '10.96.0.3', port: 443 },
  calico: { files: () => calico(100, 60), in: 'eth0', to: '10.42.3.7', port: 443 },
  firewalld: { files: firewalld, in: 'eth0', to: '203.0.113.2', port: 443 },
  ufw: { files: ufw, in: 'eth0', to: '203.0.113.2', port: 443 },
  Shorewall: { files: shorewall, in: 'eth0', to: '192.168.2.10', port: 443 },
  fw4: { files: openwrt, in: 'eth0', to: '203.0.113.2', port: 8003 },
  'a list of 1000': { files: () => flatList(1000, 0), in: 'eth0', to: '10.1.2.3', port: 443 },
  'a list of 10000': { files: () => flatList(10_000, 0), in: 'eth0', to: '10.1.2.3', port: 443 },
  'a list of 100000': { files: () => flatList(100_000, 0), in: 'eth0', to: '10.1.2.3', port: 443 },
  'a list of 10000, sets of 100000': {
    files: () => flatList(10_000, 100_000),
    in: 'eth0',
    to: '10.1.2.3',
    port: 443,
  },
};

/** Writes one of them as a bundle. */
export function writeHost(folder, { files }) {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files())) writeFileSync(`${folder}/${name}`, text);
}
