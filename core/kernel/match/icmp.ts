import { icmp6Types, icmpTypes } from './icmp-type-names.ts';
import type { Asked, Judgement, OptionMatches } from './judgement.ts';
import { always, judge, never, valueOf } from './judgement.ts';
import { lacksTransport } from './ports.ts';

/** icmp_match() (net/ipv4/netfilter/ip_tables.c): `--icmp-type 3/4`, `--icmp-type 8`, `--icmp-type echo-request`. */
export const icmp = {
  '--icmp-type': (asked) => judgeType(asked, icmpTypes),
} satisfies OptionMatches;

/** icmp6_match() (net/ipv6/netfilter/ip6_tables.c): `--icmpv6-type 128`. */
export const icmp6 = {
  '--icmpv6-type': (asked) => judgeType(asked, icmp6Types),
} satisfies OptionMatches;

function judgeType(asked: Asked, names: ReadonlyMap<string, string>): Judgement {
  const written = valueOf(asked).toLowerCase();
  const [type, code] = (names.get(written) ?? written).split('/').map(Number);
  const fragment = lacksTransport(asked);
  if (fragment) return fragment;
  if (written === 'any' || type === 255)
    return asked.condition.negated ? never('any type is meant') : always('any type is meant');
  const { icmpType: ownType, icmpCode: ownCode } = asked.packet;
  if (ownType === null) return judge(asked, null, "the packet's ICMP type is not known");
  if (type === undefined || Number.isNaN(type))
    return judge(asked, null, `the packet has type ${ownType}, and the rule's is not understood`);
  const said = `the packet has type ${ownType}${ownCode === null ? '' : ` code ${ownCode}`}`;
  if (type !== ownType || code === undefined) return judge(asked, type === ownType, said);
  return judge(asked, ownCode === null ? null : code === ownCode, said);
}
