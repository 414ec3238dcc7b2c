import type { OpenFact, Premise } from '../../model/open-fact.ts';
import { counted } from './numbers.ts';

/** What the bundle lacks, as a noun phrase: completes "the routing decision is not known without ...". */
export function openFact(fact: OpenFact): string {
  switch (fact.kind) {
    case 'ip-rules':
      return 'the FIB rules';
    case 'other-ip-rules':
      return 'the other FIB rules';
    case 'selecting-ip-rule':
      return 'what the FIB rules select';
    case 'ip-rules-changed':
      return 'whether a FIB rule was ever added or removed';
    case 'ip-rule-action':
      return `what the FIB rule "${fact.rule}" does`;
    case 'ip-rule-selects':
      return `whether the FIB rule "${fact.rule}" selects a packet to ${fact.dst}`;
    case 'vrf':
      return `the VRF of ${fact.dev}`;
    case 'table':
      return `routing table ${fact.table}`;
    case 'other-routes':
      return `the other routes of table ${fact.table}`;
    case 'route-prefix':
      return `the prefix of the route "${fact.route}"`;
    case 'dead-end-type':
      return `what kind of dead end the route "${fact.route}" is`;
    case 'other-hops':
      return `the other next hops and the TOS of the route "${fact.route}"`;
    case 'next-hop':
      return `which next hop of the route "${fact.route}" the packet takes`;
    case 'route-source':
      return 'the source of the packet or of a source-specific route';
    case 'own-address':
      return `whether ${fact.address} is an address of the host`;
    case 'device-address':
      return `whether ${fact.dev} has an IPv4 address`;
    case 'setting':
      return `${fact.name} of ${fact.dev} (net.ipv4.${fact.keys.join(' and ')})`;
    case 'sysctl':
      return fact.key;
    case 'membership':
      return `whether ${fact.dev} is a member of group ${fact.group}`;
    case 'sending-interface':
      return `the interface by which ${fact.src ?? 'the sender'} sends to ${fact.dst}`;
    case 'mtu':
      return `the MTU of ${fact.dev ?? 'the outgoing interface'}`;
    case 'aggregate':
      return `whether the ${counted(fact.bytes, 'byte')} came as one packet, or as segments that GRO joined`;
    case 'redacted-source':
      return 'the source address, which is redacted';
    case 'redacted-destination':
      return 'the destination address, which is redacted';
    case 'routing-state':
      return 'the routing state of the host (rules, routes, addresses, sysctls)';
  }
}

/** What is taken for granted, as a clause: completes "assuming that ...". */
export function premise(taken: Premise): string {
  switch (taken.kind) {
    case 'no-own-ip-rules':
      return "the host has only the kernel's own FIB rules";
    case 'no-earlier-ip-rule':
      return 'no other FIB rule selects it first';
    case 'ip-rules-changed':
      return taken.ever ? 'a FIB rule was added or removed before' : 'no FIB rule was ever added or removed';
    case 'ip-rule-selects':
      return `the FIB rule "${taken.rule}" ${taken.selects ? 'selects' : 'does not select'} it`;
    case 'own-address':
      return `${taken.address} is ${taken.isOwn ? 'an address' : 'not an address'} of the host`;
    case 'device-address':
      return `${taken.dev} has ${taken.has ? 'an' : 'no'} IPv4 address`;
    case 'setting':
      return `${taken.name} of ${taken.dev} is ${taken.value}`;
    case 'sysctl':
      return `${taken.key} is ${taken.value}`;
    case 'forwards-as-host':
      return `${taken.dev} forwards as net.ipv4.ip_forward says`;
    case 'mtu':
      return `the MTU of ${taken.dev ?? 'the outgoing interface'} is ${taken.suffices ? 'at least' : 'below'} ${taken.bytes}`;
    case 'aggregate':
      return taken.joined ? 'GRO joined segments that fit' : 'it came as one packet';
    case 'next-hop':
      return `it takes ${taken.hop ?? 'an unknown next hop'}`;
    case 'way-back':
      return taken.source === null
        ? `the route back to the source ${taken.suits ? 'suits' : 'does not suit'} ${taken.dev}`
        : `the route back to ${taken.source} ${taken.suits ? 'suits' : 'does not suit'} ${taken.dev}`;
    case 'plain-route':
      return `the route "${taken.route}" has one next hop and no TOS`;
  }
}
