import type { Target } from '../../model/ruleset.ts';
import type { Verdict } from '../../model/verdict.ts';
import { maskedNumber } from '../match/masked-number.ts';
import type { MatchPacket } from '../match/match-packet.ts';
import { verdictOfTarget } from '../targets.ts';
import { assume, type Branch } from './branch.ts';
import { leaveUntracked } from './connection.ts';
import { rewriteHeader } from './rewrite-header.ts';
import { rewriteMark } from './rewrite-mark.ts';
import { optionOf } from './target-options.ts';
import { translate } from './translate.ts';
import type { Walk } from './walk.ts';

/** A packet that a target was applied to, and how its way goes on; null: that is not known. */
export interface Applied {
  readonly branch: Branch;
  readonly verdict: Verdict | null;
}

export function applyTarget(walk: Walk, branch: Branch, target: Target): readonly Applied[] {
  if (target.name === 'TPROXY') return handToSocket(branch, target);
  const verdict = verdictOfTarget(target.name);
  if (translating.has(target.name)) {
    // An address out of a map of nft stands in other words.
    if (target.options[0]?.startsWith('--') === false) return [{ branch, verdict: null }];
    const translated = translate(walk, branch, target);
    return [translated === null ? { branch, verdict: 'drop' } : { branch: translated, verdict }];
  }
  const change = changes.get(target.name);
  if (change === undefined) return [{ branch, verdict }];
  return [{ branch: { ...branch, packet: change(branch.packet, target) }, verdict }];
}

/** Whether nothing of the packet's way depends on the target: it only logs or copies. */
export function changesNothing({ name }: Target): boolean {
  return verdictOfTarget(name) === 'continue' && !changes.has(name);
}

const translating: ReadonlySet<string> = new Set(['DNAT', 'REDIRECT', 'SNAT', 'MASQUERADE', 'NETMAP']);

const changes: ReadonlyMap<string, (packet: MatchPacket, target: Target) => MatchPacket> = new Map([
  ['MARK', rewriteMark],
  ['CONNMARK', rewriteMark],
  ['HMARK', rewriteMark],
  ['TOS', rewriteHeader],
  ['DSCP', rewriteHeader],
  ['ECN', rewriteHeader],
  ['TTL', rewriteHeader],
  ['HL', rewriteHeader],
  ['TCPOPTSTRIP', rewriteHeader],
  ['SNPT', rewriteHeader],
  ['DNPT', rewriteHeader],
  ['NOTRACK', leaveUntracked],
  // Of CT's options only this one changes the way.
  ['CT', (packet, { options }) => (options.includes('--notrack') ? leaveUntracked(packet) : packet)],
]);

/** tproxy_tg4() (net/netfilter/xt_TPROXY.c): marks and accepts where a socket listens, and drops elsewhere. */
function handToSocket(branch: Branch, { options }: Target): readonly Applied[] {
  const address = optionOf(options, '--on-ip') ?? '0.0.0.0';
  const port = optionOf(options, '--on-port') ?? '0';
  const set = maskedNumber(optionOf(options, '--tproxy-mark') ?? '0/0');
  const question = { words: `whether a socket listens on ${address} port ${port}` };
  const answers = [false, true].map((listens) => ({
    value: listens,
    assumed: { kind: 'socket', address, port, listens } as const,
  }));
  return assume(branch, question, answers).map(({ branch: answered, value: listens }): Applied => {
    if (!listens) return { branch: answered, verdict: 'drop' };
    const { packet } = answered;
    const mark = set === null || packet.mark === null ? null : ((packet.mark & ~set.mask) ^ set.value) >>> 0;
    return { branch: { ...answered, packet: { ...packet, mark } }, verdict: 'accept' };
  });
}
