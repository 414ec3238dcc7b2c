import type { Condition } from '../../model/condition.ts';
import { judgeAddressType } from './address-type-condition.ts';
import { judgeBridgePort } from './bridge-port.ts';
import { judgeComparison } from './comparison.ts';
import type { Judge, Judgement } from './judgement.ts';
import type { MatchFacts } from '../match/match-facts.ts';
import type { MatchPacket } from '../match/match-packet.ts';
import { judgeReversePath } from './reverse-path.ts';
import { judgeLookup } from './set-lookup.ts';
import {
  judgeChance,
  judgeEitherPort,
  judgeIpset,
  judgeNth,
  judgeSocket,
  judgeTcpOption,
} from './small-judges.ts';

/** Whether a condition holds for a packet. What is not understood is never guessed at. */
export function judgeCondition(condition: Condition, packet: MatchPacket, facts: MatchFacts): Judgement {
  const judge = judges[condition.kind] as Judge<Condition['kind']>;
  return judge(condition, packet, facts);
}

const judges: { readonly [K in Condition['kind']]: Judge<K> } = {
  compare: judgeComparison,
  lookup: judgeLookup,
  'either-port': judgeEitherPort,
  ipset: judgeIpset,
  'address-type': judgeAddressType,
  'reverse-path': judgeReversePath,
  'bridge-port': judgeBridgePort,
  'tcp-option': judgeTcpOption,
  'socket-exists': judgeSocket,
  nth: judgeNth,
  chance: judgeChance,
  comment: () => ({ verdict: 'yes', why: { kind: 'every-packet' } }),
  undecidable: ({ because }) => ({ verdict: 'unknown', why: { kind: 'undecidable', because } }),
  'hidden-interfaces': () => ({ verdict: 'unknown', why: { kind: 'hidden-interfaces' } }),
  unknown: () => ({ verdict: 'unknown', why: { kind: 'unknown-words' } }),
};
