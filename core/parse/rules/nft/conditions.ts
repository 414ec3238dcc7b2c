import type { Condition } from '../../../model/ruleset.ts';
import type { TableFamily } from '../../../model/trace.ts';
import { translateScalar } from './scalar-conditions.ts';
import type { Comparison } from './comparison.ts';
import { insideBraces, splitOutside, unquoted } from './words.ts';

/**
 * What a comparison of nft asks, as conditions in iptables' option names where those ask exactly the same:
 *
 *   ip saddr 10.1.0.0/24            -s 10.1.0.0/24
 *   tcp dport { 22, 80-90 }         -p tcp, --dports 22,80:90
 *   ip daddr . tcp dport @allowed   -p tcp, and a condition of its own, see `lookup`
 *
 * What a comparison takes for granted comes first: `tcp dport` needs `-p tcp`, and in tables that see both families
 * `ip saddr` needs `-4`. What has no equivalent is `?` with nft's words.
 */
export function conditionsOf(comparison: Comparison, family: TableFamily): readonly Condition[] {
  return [...comparison.fields.flatMap((field) => assumed(field, family)), ...own(comparison)];
}

/**
 * A lookup of nft: module `nft-set`, option `--lookup`. The first value names the fields as nft does, with ` . `
 * between (`ip daddr . tcp dport`); then comes either the name of a set or map (`@allowed`), or `{` and the elements
 * themselves (`22`, `80-90`, `10.0.0.1 . 80`).
 */
export function lookup(fields: readonly string[], set: string, negated: boolean): Condition {
  const listed = insideBraces(set);
  const elements = listed === null ? [] : splitOutside(listed, ',').filter((text) => text !== '');
  const keys = elements.map((text) => keyOf(text));
  const values = [fields.join(' . '), ...(listed === null ? [set] : ['{', ...keys])];
  return { module: 'nft-set', option: '--lookup', negated, values };
}

/** A map as words: its name (`@ports`), or `{` and each element by itself (`53 : jump dns`). */
export function mapWords(map: string): readonly string[] {
  const listed = insideBraces(map);
  if (listed === null) return [map];
  const elements = splitOutside(listed, ',').filter((text) => text !== '');
  return ['{', ...elements.map((text) => `${keyOf(text)} : ${/\s:\s+(.*)$/.exec(text)?.[1] ?? ''}`)];
}

/** What a field takes for granted of the packet, as conditions of their own. */
export function assumed(field: string, family: TableFamily): readonly Condition[] {
  const [header = ''] = field.split(' ');
  const seesBoth = family === 'inet' || family === 'bridge' || family === 'netdev';
  const conditions: Condition[] = [];
  const needsFour = header === 'ip' || header === 'icmp' || header === 'igmp';
  if (seesBoth && needsFour) conditions.push(plain(null, '-4', []));
  if (seesBoth && (header === 'ip6' || header === 'icmpv6')) conditions.push(plain(null, '-6', []));
  const protocol = protocolOfHeader.get(header);
  if (protocol !== undefined && !field.startsWith('tcp option'))
    conditions.push(plain(null, '-p', [protocol]));
  return conditions;
}

/** A condition with nft's words that nothing here can judge. */
export function unknown(words: string): Condition {
  return plain(null, '?', words.split(' '));
}

function own(comparison: Comparison): readonly Condition[] {
  const { fields, operator, mask, value } = comparison;
  const isSet = value.startsWith('@') || insideBraces(value) !== null;
  const [field = ''] = fields;
  if (isSet && mask === null && (operator === '' || operator === '==' || operator === '!=')) {
    const negated = operator === '!=';
    if (fields.length > 1) return [lookup(fields, value, negated)];
    return [setAsList(field, value, negated) ?? lookup(fields, value, negated)];
  }
  const translated = fields.length === 1 && !isSet ? translateScalar(field, comparison) : null;
  return translated ?? [unknown(textOf(comparison))];
}

/** Anonymous sets that an option of iptables can list: ports and connection states. */
function setAsList(field: string, value: string, negated: boolean): Condition | null {
  const listed = insideBraces(value);
  if (listed === null) return null;
  const elements = splitOutside(listed, ',').map(keyOf);
  if (field === 'ct state') {
    const states = elements.map((state) => state.toUpperCase());
    return { module: 'conntrack', option: '--ctstate', negated, values: [states.join(',')] };
  }
  const [, side] = /^(?:tcp|udp|udplite|sctp|dccp|th) (sport|dport)$/.exec(field) ?? [];
  if (side === undefined || !elements.every((element) => /^\d{1,5}(?:-\d{1,5})?$/.test(element))) return null;
  const ports = elements.map((element) => element.replace('-', ':')).join(',');
  return { module: 'multiport', option: `--${side}s`, negated, values: [ports] };
}

/** The key of an element of an anonymous set or map: without what a map has for it, and without its properties. */
function keyOf(element: string): string {
  const key = element.split(/\s+(?::|timeout|expires|comment|counter)(?:\s|$)/, 1)[0] ?? '';
  return key.split(' . ').map(unquoted).join(' . ');
}

function textOf({ fields, operator, mask, value }: Comparison): string {
  const bits = mask === null ? '' : ` & ${mask}`;
  return `${fields.join(' . ')}${bits}${operator === '' ? '' : ` ${operator}`} ${value}`;
}

function plain(module: string | null, option: string, values: readonly string[]): Condition {
  return { module, option, negated: false, values };
}

const protocolOfHeader: ReadonlyMap<string, string> = new Map([
  ['tcp', 'tcp'],
  ['udp', 'udp'],
  ['udplite', 'udplite'],
  ['sctp', 'sctp'],
  ['dccp', 'dccp'],
  ['icmp', 'icmp'],
  ['icmpv6', 'ipv6-icmp'],
  ['igmp', 'igmp'],
  ['ah', 'ah'],
  ['esp', 'esp'],
  ['gre', 'gre'],
]);
