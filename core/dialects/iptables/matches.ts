import type { IptablesMatch, ListedMatch } from './match.ts';
import { addrtype, iprange } from './matches/addresses.ts';
import { comment } from './matches/comment.ts';
import { conntrack, state } from './matches/conntrack.ts';
import { hl, length, ttl } from './matches/header-fields.ts';
import { icmp, icmp6 } from './matches/icmp.ts';
import { mac, pkttype } from './matches/link-layer.ts';
import { connmark, mark } from './matches/mark.ts';
import { owner } from './matches/owner.ts';
import { physdev } from './matches/physdev.ts';
import { dccp, multiport, sctp, tcp, udp, udplite } from './matches/ports.ts';
import { rpfilter } from './matches/routing.ts';
import { set } from './matches/set.ts';
import { statistic } from './matches/statistic.ts';
import { dscp, ecn, tos } from './matches/tos.ts';
import { spiMatches, undecidableMatches } from './matches/undecidable.ts';

/** Every match that is known. The words of a listing are tried in this order. */
const all: readonly IptablesMatch[] = [
  comment,
  tcp,
  udp,
  udplite,
  sctp,
  dccp,
  ...spiMatches,
  icmp6,
  icmp,
  conntrack,
  state,
  mark,
  connmark,
  multiport,
  addrtype,
  set,
  physdev,
  owner,
  statistic,
  length,
  ttl,
  hl,
  tos,
  dscp,
  ecn,
  mac,
  iprange,
  pkttype,
  rpfilter,
  ...undecidableMatches,
];

/** The match of a name, under any spelling; undefined for one that is not known. */
export function matchNamed(name: string): IptablesMatch | undefined {
  return byName.get(name);
}

/** The options of a match, under any of its names, with how many values each takes; undefined for a match that is not known. */
export function optionsOfMatch(name: string): ReadonlyMap<string, number> | undefined {
  return arities.get(name);
}

/** An option in the spelling of iptables-save. */
export function optionSpelling(match: string, option: string): string {
  return byName.get(match)?.spellings?.[option] ?? option;
}

/** The match that `-p NAME` loads by itself, where it has options: `-p tcp --dport 80` needs no `-m tcp`. */
export function matchOfProtocol(protocol: string): string | undefined {
  return byProtocol.get(protocol);
}

/** What matches print in a listing, in the order in which it is tried. */
export const listedMatches: readonly ListedMatch[] = all.flatMap((match) => match.listed ?? []);

const byName: ReadonlyMap<string, IptablesMatch> = new Map(
  all.flatMap((match) => [match.name, ...(match.aliases ?? [])].map((name) => [name, match])),
);

const byProtocol: ReadonlyMap<string, string> = new Map(
  all.flatMap((match) => (match.impliedBy ?? []).map((protocol) => [protocol, match.name])),
);

const arities: ReadonlyMap<string, ReadonlyMap<string, number>> = new Map(
  all.flatMap((match) => {
    const arity = arityOf(match);
    return [match.name, ...(match.aliases ?? [])].map((name) => [name, arity] as const);
  }),
);

function arityOf({ options }: IptablesMatch): ReadonlyMap<string, number> {
  return new Map(
    options
      .split(' ')
      .filter((option) => option !== '')
      .map((option) => {
        const [name = '', values = '1'] = option.split(':');
        return [name, Number(values)];
      }),
  );
}
