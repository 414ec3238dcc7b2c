import type { Asked, Judgement, OptionMatches } from './judgement.ts';
import { judge, valueOf } from './judgement.ts';
import { inPortRange } from './port-range.ts';
import { lacksTransport } from './ports.ts';

/** multiport_mt() (net/netfilter/xt_multiport.c): `--dports 22,80,1000:2000`; `--ports` means either of the two. */
export const multiport = {
  '--sports': (asked) => judgePorts(asked, [asked.packet.sport]),
  '--dports': (asked) => judgePorts(asked, [asked.packet.dport]),
  '--ports': (asked) => judgePorts(asked, [asked.packet.sport, asked.packet.dport]),
} satisfies OptionMatches;

function judgePorts(asked: Asked, candidates: readonly (number | null)[]): Judgement {
  const ranges = valueOf(asked).split(',');
  const answers = candidates.flatMap((port) =>
    ranges.map((range) => (port === null ? null : inPortRange(range, port))),
  );
  const holds = answers.includes(true) ? true : answers.includes(null) ? null : false;
  const known = candidates.filter((port) => port !== null);
  const said =
    known.length === 0 ? "the packet's ports are not known" : `the packet has ${known.join(' and ')}`;
  return lacksTransport(asked) ?? judge(asked, holds, said);
}
