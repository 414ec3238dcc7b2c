import { formatAddress, widthOf } from '../../kernel/address.ts';
import type { FlowEnd, FlowSelector } from '../../model/flow-selector.ts';
import type { MissingFact, MissingInput } from '../../model/journey.ts';
import { visible } from '../visible.ts';
import type { Words } from '../../words/words.ts';
import template from './collect.sh?raw';

/** What the script is to collect on the customer's host. */
export interface Collection {
  /** Traced in both directions; null traces nothing. */
  readonly flow: FlowSelector | null;
  /** How long to trace, at most; 10 where null. */
  readonly seconds: number | null;
  /** How many packets to trace, at most; 200 where null. */
  readonly packets: number | null;
  readonly trace: boolean;
  /** What a bundle lacks; empty for a host that nothing is known about yet. */
  readonly missing: readonly MissingInput[];
}

/**
 * The shell script that collects it: `collect.sh` with its settings filled in. With a flow everything is read, for a trace
 * is worth what was read beside it; without one, only what the bundle lacks.
 */
export function collectScript(collection: Collection, words: Words): string {
  const { before, after } = parts();
  return `${before}${askedFor(collection, words)}${settings(collection)}${after}`;
}

/** Whether a text is such a script: nothing but comments and its own settings, without a sign of the shell, stands between. */
export function isCollectScript(text: string): boolean {
  const { before, after } = parts();
  if (text.length < before.length + after.length) return false;
  if (!text.startsWith(before) || !text.endsWith(after)) return false;
  const lines = text.slice(before.length, text.length - after.length).split('\n');
  return lines.every((line) => /^(?:#.*)?$/.test(line) || isSetting.test(line));
}

const isSetting = /^(?:FLOW|FAMILY|PROTO|SRC|SPORT|DST|DPORT|WAIT|MOST|TRACE|WANTED)='[\w .:/>[\]-]*'$/;

/** What stands before and after the settings. */
function parts(): { readonly before: string; readonly after: string } {
  const [before, rest] = template.split('# <settings>\n') as [string, string];
  return { before, after: rest.slice(rest.indexOf('# </settings>\n') + '# </settings>\n'.length) };
}

/** Comment lines that say what the case lacks. A host's name comes from the bundle: it must not end the comment. */
function askedFor({ missing }: Collection, words: Words): string {
  if (missing.length === 0) return '';
  const lines = missing.map((input) => `#   ${visible(words.terminal.request(input))}\n`);
  return `# ${words.collect.asked}\n${lines.join('')}\n`;
}

function settings({ flow, seconds, packets, trace, missing }: Collection): string {
  const ends = { src: flow?.src ?? anyEnd, dst: flow?.dst ?? anyEnd };
  const net = ends.src.net ?? ends.dst.net;
  const values: Readonly<Record<string, string>> = {
    FLOW: flow?.text ?? '',
    FAMILY: net === null ? '' : typeof net.value === 'bigint' ? 'ipv6' : 'ipv4',
    PROTO: flow === null || flow.protocol === null ? '' : (named[flow.protocol] ?? String(flow.protocol)),
    SRC: prefixText(ends.src.net),
    SPORT: String(ends.src.port ?? ''),
    DST: prefixText(ends.dst.net),
    DPORT: String(ends.dst.port ?? ''),
    WAIT: String(seconds ?? 10),
    MOST: String(packets ?? 200),
    TRACE: trace ? 'yes' : 'no',
    WANTED: flow !== null || missing.length === 0 ? 'all' : subjectsOf(missing).join(' '),
  };
  return Object.entries(values)
    .map(([name, value]) => `${name}=${quoted(value)}\n`)
    .join('');
}

const anyEnd = { net: null, port: null };

/** The protocols with ports, as both iptables and nft call them. */
const named: Readonly<Record<number, string>> = {
  6: 'tcp',
  17: 'udp',
  33: 'dccp',
  132: 'sctp',
  136: 'udplite',
};

function prefixText(net: FlowEnd['net']): string {
  if (net === null) return '';
  const address = formatAddress(net.value);
  return net.length === widthOf(net.value) ? address : `${address}/${net.length}`;
}

/** A word of the shell, whatever is in it. */
function quoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}

/** The script's subjects that answer the open questions. */
function subjectsOf(missing: readonly MissingInput[]): readonly string[] {
  return [...new Set(missing.flatMap(({ facts }) => facts.flatMap(({ kind }) => subjects[kind])))];
}

/** By what is missing: what the script must read. */
const subjects: Readonly<Record<MissingFact['kind'], readonly string[]>> = {
  ruleset: ['ruleset', 'sets'],
  'ruleset-of-the-log': ['ruleset', 'sets'],
  'fib-rules': ['routes'],
  routes: ['routes'],
  sysctls: ['sysctls'],
  links: ['links'],
  sets: ['ruleset', 'sets'],
  counters: ['ruleset', 'counters'],
  'second-counters': ['ruleset', 'counters'],
};
