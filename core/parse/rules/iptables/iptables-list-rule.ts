import type { Rule } from '../../../model/ruleset.ts';
import type { LineRef } from '../../../model/evidence.ts';
import { readListedRule } from '../../../dialects/iptables/listed-rule.ts';
import type { MatchOption } from '../../../dialects/iptables/match.ts';

/** Which columns a listing has besides target, prot, opt, source and destination. */
export interface ListColumns {
  readonly hasNumbers: boolean;
  readonly hasCounters: boolean;
  readonly hasInterfaces: boolean;
}

/** The columns that the line under a chain's heading announces; null for any other line. */
export function listColumns(text: string): ListColumns | null {
  const match =
    /^\s*(num\s+)?(pkts\s+bytes\s+)?target\s+prot\s+opt\s+(in\s+out\s+)?source\s+destination\s*$/.exec(text);
  if (!match) return null;
  return {
    hasNumbers: match[1] !== undefined,
    hasCounters: match[2] !== undefined,
    hasInterfaces: match[3] !== undefined,
  };
}

/**
 * A rule line of a listing, as the rule that iptables-save would print. Its number is that of the `num` column, null
 * without one. Null for a line that has too few columns.
 *
 *   3        0     0 DNAT       udp  --  !docker0 *     0.0.0.0/0            0.0.0.0/0            udp dpt:53 to:172.18.0.2:53
 *
 * A rule without a target has blanks there. `opt` is `--`, `-f` or `!f`; ip6tables leaves it blank.
 */
export function listedRule(
  line: string,
  columns: ListColumns,
  at: LineRef,
  isChain: (name: string) => boolean,
): Rule | null {
  if (line.length > maxRuleLength) return null;
  let rest = line.trim();
  const next = (): string => {
    const word = /^\S+/.exec(rest)?.[0] ?? '';
    rest = rest.slice(word.length).trimStart();
    return word;
  };
  const number = columns.hasNumbers ? next() : null;
  const counts = columns.hasCounters ? { packets: printedCount(next()), bytes: printedCount(next()) } : null;
  if (
    (number !== null && !/^[1-9]\d{0,8}$/.test(number)) ||
    counts?.packets === null ||
    counts?.bytes === null
  )
    return null;
  const text = rest;

  const target = hasTarget(rest.split(/\s+/), columns) ? next() : null;
  const protocol = next();
  const fragment = /^(?:--|-f|!f)(?:\s|$)/.test(rest) ? next() : '--';
  const inInterface = columns.hasInterfaces ? next() : '*';
  const outInterface = columns.hasInterfaces ? next() : '*';
  const source = next();
  const destination = next();
  if (!isProtocol(protocol) || !isAddress(source) || !isAddress(destination)) return null;
  const isGoto = /^\[goto\](?:\s|$)/.test(rest);
  if (isGoto) next();

  return {
    number: number === null ? null : Number(number),
    handle: null,
    text,
    spec: readListedRule(
      {
        target,
        isGoto,
        protocol,
        header: [
          ...headerOption('-s', source, isAnyAddress(source)),
          ...headerOption('-d', destination, isAnyAddress(destination)),
          ...headerOption('-i', inInterface, /^(?:\*|any)$/.test(inInterface)),
          ...headerOption('-o', outInterface, /^(?:\*|any)$/.test(outInterface)),
          ...headerOption('-p', protocol, /^(?:all|0)$/.test(protocol)),
          ...(fragment === '--' ? [] : [{ option: '-f', negated: fragment === '!f', values: [] }]),
        ],
        hidesInterfaces: !columns.hasInterfaces,
        rest,
      },
      isChain,
    ),
    counter: counts && { packets: counts.packets ?? 0, bytes: counts.bytes ?? 0 },
    at,
  };
}

/** A comment has 256 characters at most, so a rule's line stays well below this. */
const maxRuleLength = 4096;

/** A counter as iptables prints it without `-x`: `566K` is 566 thousand, cut off, not rounded. Null for no counter. */
export function printedCount(text: string): number | null {
  const match = /^(\d{1,20})([KMGT]?)$/.exec(text);
  return match ? Number(match[1]) * 1000 ** ['', 'K', 'M', 'G', 'T'].indexOf(match[2] ?? '') : null;
}

/** Whether the first word is the target, not the protocol, by where the two addresses stand. */
function hasTarget(words: readonly string[], columns: ListColumns): boolean {
  const interfaces = columns.hasInterfaces ? 2 : 0;
  const optAt = (index: number): boolean => /^(?:--|-f|!f)$/.test(words[index] ?? '');
  if (optAt(2)) return true;
  if (optAt(1)) return false;
  const addressesAt = (index: number): boolean =>
    isAddress(words[index] ?? '') && isAddress(words[index + 1] ?? '');
  return addressesAt(2 + interfaces) && !addressesAt(1 + interfaces);
}

function headerOption(option: string, printed: string, isAny: boolean): readonly MatchOption[] {
  if (isAny) return [];
  const negated = printed.startsWith('!');
  return [{ option, negated, values: [negated ? printed.slice(1) : printed] }];
}

function isProtocol(word: string): boolean {
  return /^!?[\w.+-]+$/.test(word);
}

/** An address, a prefix, `anywhere`, or without `-n` a name. */
function isAddress(word: string): boolean {
  return /^!?(?:[0-9a-f]*[:.][0-9a-f:.]*(?:\/[\w.:]+)?|anywhere|localhost|default|[\w-]+(?:\.[\w-]+)+(?:\/[\d.]+)?)$/i.test(
    word,
  );
}

function isAnyAddress(word: string): boolean {
  return /^(?:0\.0\.0\.0\/0|::\/0|anywhere|default)$/.test(word);
}
