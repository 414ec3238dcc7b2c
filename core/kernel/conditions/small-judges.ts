import type { Holds } from '../match/holds.ts';
import { isLaterFragment, type Judge, negate } from './judgement.ts';
import { numberReading } from './reading.ts';
import { anyHolds } from './value-holds.ts';

/** multiport_mt() (net/netfilter/xt_multiport.c) with `--ports`: either of the two is among them. */
export const judgeEitherPort: Judge<'either-port'> = ({ values, negated }, packet) => {
  const answers = [packet.sport, packet.dport].map((port) => anyHolds(numberReading(port), values, null));
  const holds = answers.includes('yes') ? 'yes' : answers.includes('unknown') ? 'unknown' : 'no';
  const isFragment = isLaterFragment(packet);
  const ports = [packet.sport, packet.dport].filter((port) => port !== null);
  return { verdict: isFragment ? 'no' : negate(holds, negated), why: { kind: 'ports', ports, isFragment } };
};

/** set_match_v4() (net/netfilter/xt_set.c): `--match-set allowed src,dst`. Counters of entries are in no file. */
export const judgeIpset: Judge<'ipset'> = ({ name, sides, entryAsked, negated }, packet, facts) => {
  const answer = entryAsked.length > 0 ? 'unknown' : facts.inSet(name, sides, packet);
  return { verdict: negate(answer, negated), why: { kind: 'ipset', set: name, sides, packet, answer } };
};

/** tcp_find_option() (net/netfilter/xt_tcpudp.c) */
export const judgeTcpOption: Judge<'tcp-option'> = ({ option: wanted, negated }, packet) => {
  const { tcpOptions: kinds } = packet;
  const holds = kinds === null ? 'unknown' : kinds.includes(wanted) ? 'yes' : 'no';
  const isFragment = isLaterFragment(packet);
  return {
    verdict: isFragment ? 'no' : negate(holds, negated),
    why: { kind: 'tcp-options', options: kinds, isFragment },
  };
};

/** owner_mt(): a packet that a local process sent has its socket. */
export const judgeSocket: Judge<'socket-exists'> = ({ negated }, { owner }) => {
  const exists: Holds = owner === null ? 'unknown' : owner === 'none' ? 'no' : 'yes';
  return { verdict: negate(exists, negated), why: { kind: 'socket', exists } };
};

/** statistic_mt(): every packet, where that is what the numbers say. */
export const judgeNth: Judge<'nth'> = ({ every, packet, negated }) => {
  if (every === 1 && packet === 0) return { verdict: negate('yes', negated), why: { kind: 'every-packet' } };
  return { verdict: 'unknown', why: { kind: 'undecidable', because: 'chance' } };
};

export const judgeChance: Judge<'chance'> = ({ probability, negated }) => {
  if (probability >= 1) return { verdict: negate('yes', negated), why: { kind: 'every-packet' } };
  return { verdict: 'unknown', why: { kind: 'undecidable', because: 'chance' } };
};
