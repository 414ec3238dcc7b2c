import type { Clue, ClueKind, ClueParameters } from '../../model/clue.ts';
import { grouped } from '../../model/grouped.ts';
import { title } from './causes.ts';
import { counted } from './numbers.ts';
import { lossMeanings, lossName } from './losses.ts';
import { mismatch } from './mismatches.ts';
import { ruleOf } from './places.ts';
import { refusal } from './routing.ts';

/** One or two sentences without the last full stop: what stands out, and where it may lead. */
export function clue({ kind, parameters, packets }: Clue): string {
  const say = sentences[kind] as (parameters: ClueParameters[ClueKind], packets: number) => string;
  return say(parameters, packets);
}

const sentences: {
  readonly [K in ClueKind]: (parameters: ClueParameters[K], packets: number) => string;
} = {
  'back-to-sender': ({ bridge, port, sender, asked }, packets) =>
    `${counted(packets, 'packet')} from ${sender} to ${asked} ${packets === 1 ? 'is' : 'are'} translated back to ${sender} and ${packets === 1 ? 'leaves' : 'leave'} by ${bridge}, which ${packets === 1 ? 'it' : 'they'} came in by. A bridge sends a frame out of the port that it came from only in hairpin mode: bridge -d link shows it, bridge link set dev ${port ?? 'PORT'} hairpin on sets it`,
  'bridged-frames-filtered': ({ bridge }, packets) =>
    `${counted(packets, 'dropped packet')} ${packets === 1 ? 'was' : 'were'} only bridged from one port of ${bridge} to another: frames of bridges meet the rules of IP, since br_netfilter is loaded and net.bridge.bridge-nf-call-iptables is 1`,
  'bridged-frames-tproxied': ({ bridge }, packets) =>
    `${counted(packets, 'packet')} came in by a port of ${bridge} and met the rules of PREROUTING while still on the bridge (PHYSIN=, net.bridge.bridge-nf-call-iptables is 1): the socket that TPROXY gives a packet there is lost before IP takes it. Set net.bridge.bridge-nf-call-iptables to 0, or see whether the socket listens (ss -lntup)`,
  'syn-repeated': ({ src, dst, dport, times, connections }) => {
    const peer = `${dst}${dport === null ? '' : ` port ${dport}`}`;
    const what =
      connections === 1
        ? `The same SYN from ${src} to ${peer} came ${times} times`
        : `SYNs of ${connections} connections to ${peer} came repeatedly, ${times} packets in all (the first from ${src})`;
    return `${what}: each was let through, and the log has no answer to them. Look at the peer and at the way back`;
  },
  'rewritten-before-ipsec': ({ src, dst, rewrittenTo }, packets) =>
    `${counted(packets, 'packet')} ${packets === 1 ? 'falls' : 'fall'} under the IPsec policy from ${src} to ${dst}, but ${packets === 1 ? 'its source was' : 'their sources were'} rewritten ${rewrittenTo === null ? 'to the address of the interface ' : `to ${rewrittenTo} `}before: with that source no policy of ip xfrm policy protects ${packets === 1 ? 'it' : 'them'}, and ${packets === 1 ? 'it leaves' : 'they leave'} in the clear. Keep such packets out of NAT (iptables: -m policy --dir out --pol ipsec -j ACCEPT before the rule that rewrites)`,
  'drops-counted': ({ table, chain, rule, packets, bytes, isBetweenDumps, invalid }) => {
    const who =
      rule === null
        ? `The policy of ${table}/${chain}`
        : `${rule.number === null ? 'A rule' : `Rule ${rule.number}`} of ${table}/${chain} (${rule.text})`;
    const when = isBetweenDumps ? 'between the two dumps' : 'since its counter was last reset';
    return `${who} ${isBetweenDumps ? '' : 'has '}dropped ${counted(packets, 'packet')} (${counted(bytes, 'byte')}) ${when}${invalid ? '. Only packets that conntrack calls INVALID match it: answers whose request went another way, connections older than the firewall, wrong checksums' : ''}`;
  },
  'forwarding-off': ({ seen, src, dst }) =>
    `${counted(seen, 'packet')} of the capture ${seen === 1 ? 'is' : 'are'} neither from nor to this host (the first from ${src} to ${dst}), and net.ipv4.ip_forward is 0: the host forwards none of them. To forward: sysctl -w net.ipv4.ip_forward=1`,
  'refused-on-arrival': ({ interface: dev, seen, src, dst, why }) =>
    `${counted(seen, 'packet')} for this host ${seen === 1 ? 'comes' : 'come'} in by ${dev} in the capture (the first from ${src} to ${dst}), and by the files of the bundle routing drops ${seen === 1 ? 'it' : 'them'}: ${refusal(why)} (${title(why.kind).toLowerCase()})`,
  'translation-missed': ({ seen, src, dst, dport, rule, failed }) =>
    `${counted(seen, 'SYN')} of the capture for ${dst} port ${dport} ${seen === 1 ? 'has' : 'have'} no answer (the first is from ${src}), and no DNAT rule matches ${seen === 1 ? 'it' : 'them'}: ${ruleOf(rule)}, which is for that port, ${mismatch(failed)}. Publish the port for that address or interface, or connect to the one that the rule asks for`,
  'answers-not-accepted': ({ table, chain }) =>
    `${table}/${chain} drops by policy, and no rule on the way through it asks for established connections: answers pass it only where a rule accepts their own addresses and ports. Usual is one rule at the beginning (iptables: -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT; nft: ct state established,related accept)`,
  'losses-counted': ({ source, dev, name, from, to }) => {
    const what = lossName[source](name, dev);
    const meaning = lossMeanings[source === 'snmp' || source === 'conntrack' ? name : `${source} ${name}`];
    return `${what} rose by ${grouped(to - from)} between two readings (from ${grouped(from)} to ${grouped(to)})${meaning === undefined ? '' : `: ${meaning}`}`;
  },
  'drops-recorded': ({ location, reason, packets }) =>
    `The recording of drops shows ${counted(packets, 'packet')} that the kernel freed${location === null ? '' : ` in ${location}()`}${reason === null ? '' : ` with the reason ${reason}`}`,
  'checksums-wrong': ({ seen, src, dst }) =>
    `tcpdump calls the checksum of ${counted(seen, 'packet')} wrong (the first from ${src} to ${dst}). Where they leave, that is usual: the network card computes it later. Where they come in, conntrack calls such packets INVALID and the receiver drops them: try ethtool -K DEV tx off on the sender`,
};
