import type { AddressEdit, FibRuleEdit, LinkEdit, Refusal, RouteEdit } from '../../model/edit.ts';
import type { Family } from '../../model/family.ts';
import type { Configuration } from '../configuration.ts';
import type { TypedCommand } from '../edit-kind.ts';
import { isRefusal, refuse, typedWords, withoutTool } from '../typed-line.ts';
import type { IpWords } from './ip-words.ts';
import { readAddress } from './addresses.ts';
import { readFibRule } from './fib-rules.ts';
import { readLink } from './links.ts';
import { readRouteEdit } from './routes.ts';

export type IpEdit = RouteEdit | FibRuleEdit | AddressEdit | LinkEdit;

const objects: Readonly<
  Record<string, { readonly verbs: readonly string[]; readonly read: (words: IpWords) => IpEdit | Refusal }>
> = {
  route: { verbs: ['add', 'append', 'prepend', 'replace', 'change', 'delete'], read: readRouteEdit },
  rule: { verbs: ['add', 'delete'], read: readFibRule },
  address: { verbs: ['add', 'replace', 'delete'], read: readAddress },
  link: { verbs: ['set'], read: readLink },
};

/** What ip(8) has besides; a change of it is not read. */
const otherObjects: ReadonlySet<string> = new Set([
  'neigh', 'neighbour', 'netns', 'tunnel', 'tuntap', 'maddress', 'maddr', 'mroute', 'mrule', 'xfrm', 'vrf', 'nexthop', 'netconf',
  'ntable', 'tcp_metrics', 'token', 'macsec', 'l2tp', 'fou', 'sr', 'mptcp', 'ioam', 'monitor', 'addrlabel',
]); // prettier-ignore
const otherVerbs: ReadonlySet<string> = new Set(['flush', 'restore', 'add', 'change', 'del', 'property']);
const onlyAsks: readonly string[] = ['show', 'list', 'lst', 'get', 'save'];

/**
 * A command of ip(8), `ip` in front or not:
 *
 *   route add 10.9.0.0/16 via 10.1.0.254       rule add fwmark 0x1 lookup 100 pref 1000
 *   addr del 10.1.0.1/24 dev eth0              link set dev eth1 mtu 1500
 */
export function readIp(command: TypedCommand, state: Configuration): IpEdit | Refusal {
  const typed = typedWords(command.text);
  if (isRefusal(typed)) return typed;
  const words = [...withoutTool(typed, ['ip'])];
  let family: Family | null = null;
  while (words[0]?.text.startsWith('-')) {
    const option = words.shift()?.text;
    if (option === '-6') family = 'ipv6';
    else if (option === '-4') family = 'ipv4';
    else if (option === '-f' || option === '-family')
      family = words.shift()?.text === 'inet6' ? 'ipv6' : 'ipv4';
  }
  const [object, verb] = [words.shift(), words.shift()];
  if (object === undefined) return refuse('Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }');
  if (otherObjects.has(object.text)) return refuse({ kind: 'not-modelled', command: `ip ${object.text}` }, object); // prettier-ignore
  const name = Object.keys(objects).find(
    (each) => each.startsWith(object.text) || (each === 'address' && object.text === 'addr'),
  );
  const known = name === undefined ? undefined : objects[name];
  if (known === undefined) return refuse(`Object "${object.text}" is unknown, try "ip help".`, object);
  if (verb === undefined) return refuse({ kind: 'changes-nothing' }, object);
  const whole = known.verbs.find((each) => each.startsWith(verb.text));
  if (whole === undefined && onlyAsks.some((each) => each.startsWith(verb.text))) return refuse({ kind: 'changes-nothing' }, verb); // prettier-ignore
  if (whole === undefined && otherVerbs.has(verb.text)) return refuse({ kind: 'not-modelled', command: `ip ${name} ${verb.text}` }, verb); // prettier-ignore
  if (whole === undefined) return refuse(`Command "${verb.text}" is unknown, try "ip ${name} help".`, verb);
  return known.read({ family, verb: whole, words, verbAt: verb, command, state });
}
