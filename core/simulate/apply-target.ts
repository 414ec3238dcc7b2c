import { verdictOfTarget } from '../kernel/targets.ts';
import type { Verdict } from '../model/journey.ts';
import type { Rule, Target } from '../model/ruleset.ts';
import { maskedNumber } from '../kernel/match/masked-number.ts';
import { rewriteHeader } from './rewrite-header.ts';
import { rewriteMark } from './rewrite-mark.ts';
import { translate } from './translate.ts';
import { optionOf } from './target-options.ts';
import type { Walk } from './walk.ts';

/** Does to the packet what the target does, and says how the walk goes on; null: that is not known. */
export function applyTarget(walk: Walk, target: Target): Verdict | null {
  if (target.name === 'TPROXY') return tproxy(walk, target);
  const effect = effects.get(target.name);
  if (effect === undefined) return verdictOfTarget(target.name);
  return effect(walk, target) ?? verdictOfTarget(target.name);
}

/** Whether nothing of the packet's way depends on the rule: it only counts, logs or copies. */
export function changesNothing({ target }: Rule): boolean {
  return target === null || (verdictOfTarget(target.name) === 'continue' && !effects.has(target.name));
}

/** A verdict where the effect has one of its own. */
type Effect = (walk: Walk, target: Target) => Verdict | null;

const effects: ReadonlyMap<string, Effect> = new Map([
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
  ['CT', leaveUntracked],
  ['DNAT', translate],
  ['REDIRECT', translate],
  ['SNAT', translate],
  ['MASQUERADE', translate],
  ['NETMAP', translate],
]);

/** xt_ct_target(): of CT's options only `--notrack` changes the way; a packet that has a connection keeps it. */
function leaveUntracked(walk: Walk, { name, options }: Target): Verdict | null {
  const excepts = name === 'NOTRACK' || options.includes('--notrack');
  if (excepts && walk.packet.connection === null && walk.packet.ctstates?.[0] === 'INVALID')
    walk.packet = { ...walk.packet, ctstates: ['UNTRACKED'] };
  return null;
}

/** tproxy_tg4() (net/netfilter/xt_TPROXY.c): marks and accepts where a socket listens, and drops elsewhere. */
function tproxy(walk: Walk, { options }: Target): Verdict {
  const where = `${optionOf(options, '--on-ip') ?? '0.0.0.0'} port ${optionOf(options, '--on-port') ?? '0'}`;
  const listens = walk.inquiry.ask({ what: `whether a socket listens on ${where}`, command: 'ss -ltun' }, [
    { value: false, says: `no transparent socket listens on ${where}` },
    { value: true, says: `a transparent socket listens on ${where}` },
  ]);
  if (!listens) return 'drop';
  const set = maskedNumber(optionOf(options, '--tproxy-mark') ?? '0/0');
  const { mark } = walk.packet;
  walk.packet = {
    ...walk.packet,
    mark: set === null || mark === null ? null : ((mark & ~set.mask) ^ set.value) >>> 0,
  };
  return 'accept';
}
