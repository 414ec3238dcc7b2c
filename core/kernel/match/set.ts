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
    return judge(asked, answer === 'yes', `the packet is ${answer === 'yes' ? '' : 'not '}in set ${name}`);
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
