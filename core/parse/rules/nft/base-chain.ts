import type { BaseHook, Chain } from '../../../model/ruleset.ts';
import type { TableFamily } from '../../../model/trace.ts';
import { insideBraces, nftWords, unquoted } from '../../../dialects/nft/words.ts';

/**
 * Where a base chain hangs (nft(8), "CHAINS"):
 *
 *   type filter hook forward priority filter - 1
 *   type filter hook ingress devices = { eth0, eth1 } priority -500
 *
 * Null for what is no such line.
 */
export function baseHook(text: string, family: TableFamily): BaseHook | null {
  const match = /^type\s+(filter|nat|route)\s+hook\s+([a-z]+)\s+(.*)$/s.exec(text);
  const [, type = '', hook = '', rest = ''] = match ?? [];
  const priority = /(?:^|\s)priority\s+([a-z]+|-?\d+)(?:\s*([+-])\s*(\d+))?$/.exec(rest);
  if (!priority || !isType(type) || !isHook(hook)) return null;
  const [, base = '', sign = '+', distance = '0'] = priority;
  const start = /^-?\d+$/.test(base) ? Number(base) : priorityOf(base, family);
  if (start === null) return null;
  const offset = sign === '-' ? -Number(distance) : Number(distance);
  return { type, hook, priority: start + offset, devices: devicesOf(rest) };
}

/** `policy drop`, as a statement of its own after the hook; null for other statements. */
export function chainPolicy(text: string): Chain['policy'] {
  const word = /^policy\s+(accept|drop)$/.exec(text)?.[1];
  return word === 'accept' ? 'ACCEPT' : word === 'drop' ? 'DROP' : null;
}

/** The names of nft(8), "Standard priority names"; those of the bridge family differ. */
export function priorityOf(name: string, family: TableFamily): number | null {
  return (family === 'bridge' ? bridgePriorities : priorities).get(name) ?? null;
}

const priorities: ReadonlyMap<string, number> = new Map([
  ['raw', -300],
  ['mangle', -150],
  ['dstnat', -100],
  ['filter', 0],
  ['security', 50],
  ['srcnat', 100],
]);

const bridgePriorities: ReadonlyMap<string, number> = new Map([
  ['dstnat', -300],
  ['filter', -200],
  ['out', 100],
  ['srcnat', 300],
]);

function devicesOf(text: string): readonly string[] {
  const [, one, many] = /(?:^|\s)(?:device\s+(\S+)|devices\s*=\s*(\{[^{}]*\}))/.exec(text) ?? [];
  if (one !== undefined) return [unquoted(one)];
  const names = many === undefined ? null : nftWords((insideBraces(many) ?? '').replaceAll(',', ' '));
  return (names ?? []).map(unquoted);
}

function isType(word: string): word is BaseHook['type'] {
  return word === 'filter' || word === 'nat' || word === 'route';
}

const hooks: ReadonlySet<string> = new Set<BaseHook['hook']>([
  'prerouting', 'input', 'forward', 'output', 'postrouting', 'ingress', 'egress',
]); // prettier-ignore

function isHook(word: string): word is BaseHook['hook'] {
  return hooks.has(word);
}
