import type { Verdict } from '../../../model/journey.ts';
import type { PrintedRule, TableFamily } from '../../../model/trace.ts';
import { monitoredChain } from '../monitor/monitored-chain.ts';
import type { MonitoredStep } from '../monitor/monitored-packets.ts';

const stepHead = /^\s*TRACE: (\d{1,2} )([0-9a-f]{1,8}) /;
const stepWords = /^(\d{1,2}) ([^:\s]*):(.+?):(rule|policy|return):(.*)$/s;

/** By the numbers of include/uapi/linux/netfilter.h (NFPROTO_*). */
const families: ReadonlyMap<string, TableFamily> = new Map([
  ['1', 'inet'],
  ['2', 'ip'],
  ['3', 'arp'],
  ['5', 'netdev'],
  ['7', 'bridge'],
  ['10', 'ip6'],
]);

/** A `TRACE:` line of xtables-monitor, taken apart. */
export interface StepLine {
  /** Of the packet. */
  readonly id: string;
  /** All that the line says but for the id, which is printed alike for many packets. */
  readonly met: string;
}

/** The parts of a `TRACE:` line; null for other lines. */
export function stepLine(text: string): StepLine | null {
  const [head, family = '', id = ''] = stepHead.exec(text) ?? [];
  return head === undefined ? null : { id, met: family + text.slice(head.length) };
}

/** The step that a `TRACE:` line's `met` tells of; null where the line is cut off. */
export function readStep(met: string): MonitoredStep | null {
  const [, number = '', table = '', chain = '', kind = '', rest = ''] = stepWords.exec(met) ?? [];
  const tableFamily = families.get(number);
  if (tableFamily === undefined) return null;
  const printed =
    kind === 'rule' ? printedRule(rest) : kind === 'policy' ? printedEnd(rest) : printedReturn();
  if (printed === null) return null;
  return {
    ...monitoredChain(tableFamily, table, chain),
    kind: kind === 'rule' || kind === 'policy' ? kind : 'return',
    printed,
    mark: null,
    markAfter: kind === 'rule' ? markSet(printed.text ?? '') : null,
    family: null,
    protocol: protocolOf(printed.text ?? ''),
  };
}

/** `0x7:JUMP:APPS  -4 -t filter -A FORWARD -j APPS`; a rule that is gone has no text. */
function printedRule(rest: string): PrintedRule | null {
  const [, handle = '', word = '', chain, text = ''] =
    /^0x([0-9a-f]{1,12}):([A-Z]+|0x[0-9a-f]+)(?::(\S+))?(?:\s+(.*))?$/s.exec(rest) ?? [];
  const verdict = verdicts.get(word);
  if (verdict === undefined) return null;
  const rule = text.replace(/^-[460](?: -t \S+)?\s*/, '').trim();
  return {
    handle: parseInt(handle, 16),
    text: rule === '' ? null : rule,
    prefix: null,
    verdict,
    toChain: chain ?? null,
  };
}

function printedEnd(rest: string): PrintedRule | null {
  const verdict = verdicts.get(rest.trim());
  return verdict === undefined ? null : { handle: null, text: null, prefix: null, verdict, toChain: null };
}

function printedReturn(): PrintedRule {
  return { handle: null, text: null, prefix: null, verdict: 'return', toChain: null };
}

/** NFT_RETURN is printed as a number, for xtables-monitor has no word for it. */
const verdicts: ReadonlyMap<string, Verdict> = new Map([
  ['ACCEPT', 'accept'],
  ['DROP', 'drop'],
  ['QUEUE', 'queue'],
  ['STOLEN', 'stolen'],
  ['JUMP', 'jump'],
  ['GOTO', 'goto'],
  ['CONTINUE', 'continue'],
  ['BREAK', 'continue'],
  ['RETURN', 'return'],
  ['0xfffffffb', 'return'],
]);

/** The protocol that a rule asks for; the packet that met it has it. */
function protocolOf(text: string): string | null {
  const [, name = null] =
    /(?<!! )-p ([a-z0-9-]+)(?: |$)/.exec(text.replace(/"(?:[^"\\]|\\[^])*(?:"|\\?$)/g, '')) ?? [];
  return name === 'ipv6-icmp' ? 'icmpv6' : name;
}

/** The mark after a rule that sets all its bits. */
function markSet(text: string): number | null {
  const [, value] = /-j MARK --set-xmark (0x[0-9a-f]{1,8})\/0xffffffff$/.exec(text) ?? [];
  return value === undefined ? null : Number(value);
}
