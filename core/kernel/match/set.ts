import type { MatchPacket } from './match-packet.ts';
import type { OptionMatches } from './judgement.ts';
import { always, judge, unknowable } from './judgement.ts';

const ofCounters = 'it depends on the counters of the entry';

/** set_match_v4() (net/netfilter/xt_set.c): `--match-set allowed src,dst`. */
export const ipset = {
  '--match-set': (asked) => {
    const [name = '', sides = ''] = asked.condition.values;
    const nomatch = asked.rule.conditions.some(({ option }) => option === '--return-nomatch');
    const answer = nomatch ? 'unknown' : asked.facts.inSet(name, sides.split(','), asked.packet);
    if (answer === 'unknown') return unknowable(`whether the packet is in set ${name} is not known`);
    const said = `the packet's ${sidesOf(asked.packet, sides.split(','))}`;
    return judge(asked, answer === 'yes', `${said} is ${answer === 'yes' ? '' : 'not '}in set ${name}`);
  },
  '--return-nomatch': () => always('it belongs to --match-set'),
  '--update-counters': () => always('it is no condition'),
  '--update-subcounters': () => always('it is no condition'),
  '--packets-eq': () => unknowable(ofCounters),
  '--packets-lt': () => unknowable(ofCounters),
  '--packets-gt': () => unknowable(ofCounters),
  '--bytes-eq': () => unknowable(ofCounters),
  '--bytes-lt': () => unknowable(ofCounters),
  '--bytes-gt': () => unknowable(ofCounters),
} satisfies OptionMatches;

/** What the packet has on the sides that the rule names: `dst (10.2.0.2, udp port 54)`. */
function sidesOf(packet: MatchPacket, sides: readonly string[]): string {
  return [...new Set(sides)]
    .map((side) => {
      const port = side === 'src' ? packet.sport : packet.dport;
      const known = [
        side === 'src' ? packet.src : packet.dst,
        port === null ? null : `${packet.protocol ?? ''} port ${port}`.trim(),
      ].filter((value) => value !== null);
      return known.length === 0 ? side : `${side} (${known.join(', ')})`;
    })
    .join(' and ');
}
