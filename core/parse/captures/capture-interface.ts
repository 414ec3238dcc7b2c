import { baseName } from '../text/ip-text.ts';

/**
 * The interface that the name of a capture tells: `eth0.pcap`, `rtr.eth0.100.pcap`, `pcap/wan1.pcapng`; null for names
 * that tell what is in the file rather than where it was seen.
 */
export function interfaceOfName(path: string): string | null {
  const name = baseName(path).replace(/\.(?:pcap|pcapng|cap|dmp)\d*(?:[._-]\d+)?$/i, '');
  const parts = name.split('.');
  // A VLAN interface's own name has a dot: eth0.100.
  const isVlan = parts.length > 1 && /^\d+$/.test(parts.at(-1) ?? '');
  const last = parts.slice(isVlan ? -2 : -1).join('.');
  return /^[a-z][\w.@-]{0,14}$/i.test(last) && !notAnInterface.test(last) ? last : null;
}

const notAnInterface =
  /^(?:any|all|out|output|dump|tcp|udp|icmp|nflog|test|file|data|new|old|before|after|client|server|host|merged|sample)\d*$|cap(?:ture)?|dump|trac|packet|traffic|sniff/i;
