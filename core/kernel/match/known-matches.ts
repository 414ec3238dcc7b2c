import type { Condition } from '../../model/ruleset.ts';
import { addrtype } from './addrtype.ts';
import { connmark, conntrack } from './conntrack.ts';
import { dscp, ecn, tos } from './tos.ts';
import { header } from './header.ts';
import { icmp, icmp6 } from './icmp.ts';
import { iprange } from './iprange.ts';
import type { OptionMatch, OptionMatches } from './judgement.ts';
import { always } from './judgement.ts';
import { hopLimit, length, ttl } from './header-fields.ts';
import { mac, pkttype } from './link-layer.ts';
import { mark } from './mark.ts';
import { multiport } from './multiport.ts';
import { nftSet } from './nft-set.ts';
import { owner } from './owner.ts';
import { physdev } from './physdev.ts';
import { ports } from './ports.ts';
import { rpfilter } from './rpfilter.ts';
import { ipset } from './set.ts';
import { tcp } from './tcp.ts';
import { neverKnown } from './never-known.ts';

/** How a condition is decided; null for an option that is not known. */
export function knownMatch({ module, option }: Condition): OptionMatch | null {
  const name = module ?? 'header';
  return matches.get(name)?.get(option) ?? neverKnown(name);
}

const comment: OptionMatches = { '--comment': () => always('a comment is no condition') };

/** By the name of the match, as `-m` takes it; `header` for the options of the packet header. */
const matches: ReadonlyMap<string, ReadonlyMap<string, OptionMatch>> = new Map(
  Object.entries({
    header,
    addrtype,
    comment,
    connmark,
    conntrack,
    dccp: ports,
    dscp,
    ecn,
    hl: hopLimit,
    icmp,
    icmp6,
    iprange,
    length,
    mac,
    mark,
    multiport,
    'nft-set': nftSet,
    owner,
    physdev,
    pkttype,
    rpfilter,
    sctp: ports,
    set: ipset,
    state: { '--state': conntrack['--ctstate'] },
    tcp,
    tos,
    ttl,
    udp: ports,
    udplite: ports,
  } satisfies Record<string, OptionMatches>).map(([name, options]) => [
    name,
    new Map(Object.entries(options)),
  ]),
);
