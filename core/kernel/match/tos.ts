import type { Asked, Judgement, OptionMatches } from './judgement.ts';
import { judge, judgeValue, never, valueOf } from './judgement.ts';
import { hasMasked, hex, maskedNumber } from './masked-number.ts';
import type { MatchPacket } from './match-packet.ts';
import { lacksTransport } from './ports.ts';

/** dscp_mt() (net/netfilter/xt_dscp.c): `--dscp 0x2e`, the upper six bits of the TOS byte; classes by name. */
export const dscp = {
  '--dscp': (asked) => judgeDscp(asked, Number(valueOf(asked))),
  '--dscp-class': (asked) => judgeDscp(asked, dscpOfClass(valueOf(asked))),
} satisfies OptionMatches;

/** tos_mt(): `--tos 0x10/0x3f`. */
export const tos = {
  '--tos': (asked) => {
    const wanted = maskedNumber(tosNames.get(valueOf(asked).toLowerCase()) ?? valueOf(asked), 0xff);
    const byte = wanted === null ? asked.packet.tos : tosByte(asked.packet, wanted.mask);
    return judgeValue(
      asked,
      'TOS',
      byte,
      (value) => (wanted === null ? null : hasMasked(wanted, value)),
      hex,
    );
  },
} satisfies OptionMatches;

/** ecn_mt() (net/netfilter/xt_ecn.c): `--ecn-ip-ect 2`, and two flags of TCP. */
export const ecn = {
  '--ecn-ip-ect': (asked) =>
    judgeValue(asked, 'ECN field', asked.packet.ecn, (bits) => bits === Number(valueOf(asked))),
  '--ecn-tcp-ece': (asked) => judgeTcpFlag(asked, 64),
  '--ecn-tcp-cwr': (asked) => judgeTcpFlag(asked, 128),
} satisfies OptionMatches;

/** The DSCP of a class (`EF`, `CS6`, `AF31`, `BE`; RFC 2474, 2597, 3246); null for another word. */
export function dscpOfClass(name: string): number | null {
  const [, kind, level = '', precedence = ''] = /^(BE|EF|CS|AF)([0-7]?)([1-3]?)$/i.exec(name) ?? [];
  switch (kind?.toUpperCase()) {
    case 'BE':
      return 0;
    case 'EF':
      return 46;
    case 'CS':
      return level === '' ? null : Number(level) << 3;
    case 'AF':
      return precedence === '' ? null : (Number(level) << 3) | (Number(precedence) << 1);
    default:
      return null;
  }
}

/** libxt_tos: names mean these bits of 0x3f. */
export const tosNames: ReadonlyMap<string, string> = new Map([
  ['minimize-delay', '0x10/0x3f'],
  ['maximize-throughput', '0x08/0x3f'],
  ['maximize-reliability', '0x04/0x3f'],
  ['minimize-cost', '0x02/0x3f'],
  ['normal-service', '0x00/0x3f'],
]);

/** The byte as far as `mask` asks for it: the ECN bits may be unknown where they do not count. */
function tosByte({ tos: upper, ecn: lower }: MatchPacket, mask: number): number | null {
  if (upper === null || (lower === null && (mask & 3) !== 0)) return null;
  return upper | (lower ?? 0);
}

function judgeDscp(asked: Asked, wanted: number | null): Judgement {
  const { tos: byte } = asked.packet;
  const holds = (value: number): boolean | null =>
    wanted === null || Number.isNaN(wanted) ? null : value === wanted;
  return judgeValue(asked, 'DSCP', byte === null ? null : byte >> 2, holds, (value) => `DSCP ${hex(value)}`);
}

function judgeTcpFlag(asked: Asked, flag: number): Judgement {
  const { protocol, tcpFlags } = asked.packet;
  if (protocol !== null && protocol !== 'tcp' && protocol !== '6') return never(`the packet has ${protocol}`);
  if (tcpFlags === null) return judge(asked, null, "the packet's TCP flags are not known");
  const isSet = (tcpFlags & flag) !== 0;
  return lacksTransport(asked) ?? judge(asked, isSet, `the packet has it ${isSet ? 'set' : 'not set'}`);
}
