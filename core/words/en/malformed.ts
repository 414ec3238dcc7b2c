import type { JsonFault, Malformed } from '../../model/malformed.ts';
import { counted } from './numbers.ts';

/** Why a line can't be read. */
export function malformed(why: Malformed): string {
  switch (why.kind) {
    case 'too-long':
      return `Longer than ${counted(why.characters, 'character')}`;
    case 'json':
      return `Broken JSON: ${jsonFault(why.fault)}`;
    case 'no-address':
      return `Not an address: ${why.text}`;
    case 'counter-names':
      return `The line before does not name the ${counted(why.counters, 'counter')} of ${why.group}`;
    case 'cut-off':
      return `A line of ${why.tracer} that is cut off`;
    default:
      return plain[why.kind];
  }
}

type PlainMalformed = Exclude<
  Malformed['kind'],
  'too-long' | 'json' | 'no-address' | 'counter-names' | 'cut-off'
>;

const plain: { readonly [K in PlainMalformed]: string } = {
  'address-without-interface': 'An address without its interface',
  'chain-heading': 'A chain heading with neither a policy nor references',
  'chain-without-table': 'A chain outside of any table',
  counter: 'Not a counter with its value',
  'counter-name': 'Not a counter',
  'detail-without-interface': 'A detail without its interface',
  'entry-without-set': 'No line above creates this set',
  'fib-rule': 'Not a FIB rule',
  'json-damaged': 'This JSON ends too early or is damaged',
  'conntrack-entry': 'Not a conntrack entry',
  interface: 'Not an interface',
  neighbour: 'Not a neighbour entry',
  nexthop: 'Not a nexthop',
  'nexthop-without-route': 'A nexthop without its route',
  'not-an-address': 'Not an address',
  addresses: 'Not a pair of addresses',
  bracket: 'A bracket or a quote is not closed',
  'listed-rule': 'Not a rule of a listing',
  'local-address': 'No local address',
  packet: 'Not a packet',
  'packet-unnamed': 'The line does not say which packet it is of',
  queue: 'Not a queue',
  quote: 'A quote is not closed',
  route: 'Not a route',
  'rule-ends-early': 'The rule ends where a value must follow',
  'rule-without-table': 'A rule outside of any table',
  'ruleset-line': 'Not a line of a ruleset',
  'set-entry': 'Not an entry of a set',
  'set-or-entry': 'Neither a set nor an entry of one',
  'set-without-name': 'No "Name:" above',
  sysctl: 'Not of the form "key = value"',
  'table-name': 'Not the name of a routing table',
  'trace-line': 'A TRACE line that is cut off or garbled',
  vrf: 'Not a VRF',
};

function jsonFault(fault: JsonFault): string {
  switch (fault.kind) {
    case 'too-deep':
      return 'nested too deeply';
    case 'no-value':
      return 'a value is missing';
    case 'no-string':
      return 'a string is missing';
    case 'end':
      return 'it ends too early';
    case 'missing':
      return `"${fault.character}" is missing`;
  }
}
