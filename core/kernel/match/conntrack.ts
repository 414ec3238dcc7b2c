import type { ConntrackTuple } from '../../model/network.ts';
import { protocolNumber } from '../protocol-number.ts';
import { inNetwork } from './address-range.ts';
import type { Asked, Judgement, OptionMatch, OptionMatches } from './judgement.ts';
import { always, judge, judgeValue, never, unknowable, valueOf } from './judgement.ts';
import { hasMasked, hex, maskedNumber } from './masked-number.ts';
import type { CtState, MatchPacket } from './match-packet.ts';
import { inPortRange } from './port-range.ts';

/**
 * conntrack_mt() (net/netfilter/xt_conntrack.c): `--ctstate NEW,RELATED --ctorigdst 10.1.0.0/24 --ctdir ORIGINAL`.
 */
export const conntrack = {
  '--ctstate': judgeState,
  '--ctproto': ofConnection((asked) => {
    const { protocol } = asked.packet;
    // An ICMP error that is RELATED belongs to a connection of another protocol.
    if (statesOf(asked.packet).includes('RELATED'))
      return unknowable("the connection's protocol is not known");
    return judgeValue(
      asked,
      'protocol',
      protocol,
      (own) => protocolNumber(own) === protocolNumber(valueOf(asked)),
    );
  }),
  '--ctorigsrc': ofTuple('original', (tuple) => tuple.src, inNetwork),
  '--ctorigdst': ofTuple('original', (tuple) => tuple.dst, inNetwork),
  '--ctreplsrc': ofTuple('reply', (tuple) => tuple.src, inNetwork),
  '--ctrepldst': ofTuple('reply', (tuple) => tuple.dst, inNetwork),
  '--ctorigsrcport': ofTuple('original', (tuple) => tuple.sport, inPortRange),
  '--ctorigdstport': ofTuple('original', (tuple) => tuple.dport, inPortRange),
  '--ctreplsrcport': ofTuple('reply', (tuple) => tuple.sport, inPortRange),
  '--ctrepldstport': ofTuple('reply', (tuple) => tuple.dport, inPortRange),
  '--ctstatus': ofConnection(() => unknowable("the connection's status is not known")),
  '--ctexpire': ofConnection(() => unknowable("the connection's age is not known")),
  '--ctdir': ofConnection((asked) =>
    judgeValue(
      asked,
      'direction',
      asked.packet.connection?.direction ?? null,
      (own) => own === valueOf(asked),
    ),
  ),
} satisfies OptionMatches;

/** connmark_mt() (net/netfilter/xt_connmark.c): `--mark 0x1/0x1`; never for a packet without a connection. */
export const connmark = {
  '--mark': (asked) => {
    const states = statesOf(asked.packet);
    if (states.every(hasNoConnection)) return never('the packet has no connection');
    if (states.some(hasNoConnection)) return unknowable('whether the packet has a connection is not known');
    const wanted = maskedNumber(valueOf(asked));
    return judgeValue(
      asked,
      'connection mark',
      asked.packet.connection?.mark ?? null,
      (own) => (wanted === null ? null : hasMasked(wanted, own)),
      (own) => `connection mark ${hex(own)}`,
    );
  },
} satisfies OptionMatches;

const allStates: readonly CtState[] = ['NEW', 'ESTABLISHED', 'RELATED', 'INVALID', 'UNTRACKED'];

function statesOf({ ctstates }: MatchPacket): readonly CtState[] {
  return ctstates ?? allStates;
}

function judgeState(asked: Asked): Judgement {
  const named = valueOf(asked).split(',');
  const states = statesOf(asked.packet);
  const answers = new Set(states.map((state) => isNamed(named, state, asked.packet)));
  const [only] = answers;
  const holds = answers.size === 1 && only !== undefined ? only : null;
  const said =
    states.length < allStates.length
      ? `the packet is ${states.join(' or ')}`
      : "the packet's ctstate is not known";
  return judge(asked, holds, said);
}

/** SNAT and DNAT are no states of their own: a translated connection has them besides its state. */
function isNamed(named: readonly string[], state: CtState, { connection }: MatchPacket): boolean | null {
  if (named.includes(state)) return true;
  if (hasNoConnection(state)) return false;
  const translated = [
    named.includes('SNAT') ? (connection?.snat ?? null) : false,
    named.includes('DNAT') ? (connection?.dnat ?? null) : false,
  ];
  return translated.includes(true) ? true : translated.includes(null) ? null : false;
}

function hasNoConnection(state: CtState): boolean {
  return state === 'INVALID' || state === 'UNTRACKED';
}

/**
 * For a packet without a connection the kernel stops behind `--ctstate`: what else the match asks counts as fulfilled
 * with it, and as failed without it.
 */
function ofConnection(decide: OptionMatch): OptionMatch {
  return (asked) => {
    const states = statesOf(asked.packet);
    if (!states.some(hasNoConnection)) return decide(asked);
    if (!states.every(hasNoConnection)) return unknowable('whether the packet has a connection is not known');
    const asksState = asked.rule.conditions.some(({ option }) => option === '--ctstate');
    return (asksState ? always : never)('the packet has no connection');
  };
}

function ofTuple<T extends string | number>(
  side: 'original' | 'reply',
  field: (tuple: ConntrackTuple) => T | null,
  holds: (wanted: string, own: T) => boolean | null,
): OptionMatch {
  return ofConnection((asked) => {
    const tuple = asked.packet.connection?.[side] ?? null;
    const own = tuple === null ? null : field(tuple);
    if (own === null) return unknowable(`the ${side} addresses and ports of the connection are not known`);
    return judge(asked, holds(valueOf(asked), own), `the connection has ${own}`);
  });
}
