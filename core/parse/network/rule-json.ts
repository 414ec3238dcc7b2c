import { hasMembers, named, printedValue, words } from './ip-json.ts';
import type { JsonObject } from '../text/json-document.ts';
import { memberText } from '../text/json-document.ts';

/**
 * A FIB rule of `ip -j rule` as `ip rule` would print it; what is not known is printed with its name, and so is not
 * understood there either:
 *
 *   {"priority":1000,"not":null,"src":"10.1.0.0","srclen":24,"fwmark":"0x64","fwmask":"0xff","iif":"eth0","table":"100"}
 */
export function printedRule(object: JsonObject): string {
  const prefix = (name: string): string | null => {
    const address = memberText(object, name);
    const length = memberText(object, `${name}len`);
    return address === null || length === null ? address : `${address}/${length}`;
  };
  const range = (name: string, word: string): string | null => {
    const single = memberText(object, name);
    const [start, end] = [memberText(object, `${name}_start`), memberText(object, `${name}_end`)];
    const value = single ?? (start === null ? null : `${start}-${end}`);
    return value === null ? null : `${word} ${value}`;
  };
  const mask = memberText(object, 'fwmask');
  const dst = prefix('dst');
  const l3mdev = hasMembers(object, 'l3mdev');
  const rest = object.members.filter(([name]) => !ruleNames.has(name));
  return `${memberText(object, 'priority')}:\t${words(
    hasMembers(object, 'not') ? 'not' : null,
    `from ${prefix('src') ?? 'all'}`,
    dst === null ? null : `to ${dst}`,
    named(object, 'tos'),
    named(object, 'dsfield'),
    mask === null ? named(object, 'fwmark') : `fwmark ${memberText(object, 'fwmark')}/${mask}`,
    named(object, 'iif'),
    named(object, 'oif'),
    l3mdev ? 'lookup [l3mdev-table]' : null,
    range('uid', 'uidrange'),
    named(object, 'ipproto'),
    range('sport', 'sport'),
    range('dport', 'dport'),
    l3mdev ? null : named(object, 'table', 'lookup'),
    named(object, 'suppress_prefixlen', 'suppress_prefixlength'),
    named(object, 'suppress_ifgroup'),
    named(object, 'goto'),
    hasMembers(object, 'nop') ? 'nop' : null,
    memberText(object, 'action'),
    named(object, 'protocol', 'proto'),
    ...rest.map(([name, value]) => `${name} ${printedValue(value)}`),
  )}`;
}

const ruleNames: ReadonlySet<string> = new Set(
  (
    'priority not src srclen dst dstlen tos dsfield fwmark fwmask iif iif_detached oif oif_detached l3mdev uid_start ' +
    'uid_end ipproto sport sport_start sport_end dport dport_start dport_end table suppress_prefixlen ' +
    'suppress_ifgroup goto unresolved nop action protocol'
  ).split(' '),
);
