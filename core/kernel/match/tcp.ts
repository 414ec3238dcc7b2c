import type { Asked, Judgement, OptionMatches } from './judgement.ts';
import { judge, judgeValue, valueOf } from './judgement.ts';
import { lacksTransport, ports } from './ports.ts';

/** tcp_mt() (net/netfilter/xt_tcpudp.c): `--tcp-flags FIN,SYN,RST,ACK SYN`, which is what `--syn` stands for. */
export const tcp = {
  ...ports,
  '--syn': (asked) => judgeFlags(asked, 'FIN,SYN,RST,ACK', 'SYN'),
  '--tcp-flags': (asked) => judgeFlags(asked, valueOf(asked), asked.condition.values[1] ?? ''),
  '--tcp-option': (asked) => {
    const { tcpOptions } = asked.packet;
    const kind = Number(valueOf(asked));
    const said =
      tcpOptions === null
        ? "the packet's TCP options are not known"
        : `the packet has TCP options ${tcpOptions.join(', ') || 'none'}`;
    return (
      lacksTransport(asked) ?? judge(asked, tcpOptions === null ? null : tcpOptions.includes(kind), said)
    );
  },
} satisfies OptionMatches;

function judgeFlags(asked: Asked, mask: string, set: string): Judgement {
  const [examined, expected] = [flagBits(mask), flagBits(set)];
  return (
    lacksTransport(asked) ??
    judgeValue(
      asked,
      'TCP flags',
      asked.packet.tcpFlags,
      (flags) => (examined === null || expected === null ? null : (flags & examined) === expected),
      tcpFlagText,
    )
  );
}

/** `SYN,ACK`; `no TCP flags` for none. */
export function tcpFlagText(flags: number): string {
  const names = flagNames.filter((_, bit) => (flags & (1 << bit)) !== 0);
  return names.length === 0 ? 'no TCP flags' : names.join(',');
}

/** In the order of their bits in the header; ECE and CWR can't be named in a rule. */
const flagNames = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR'];

/** The bits of `SYN,ACK`, `ALL`, `NONE`; null for a word that is no flag. */
export function flagBits(text: string): number | null {
  let bits = 0;
  for (const name of text.toUpperCase().split(',')) {
    if (name === 'ALL') bits |= 0x3f;
    else if (name !== 'NONE') {
      const bit = flagNames.indexOf(name);
      if (bit < 0) return null;
      bits |= 1 << bit;
    }
  }
  return bits;
}
