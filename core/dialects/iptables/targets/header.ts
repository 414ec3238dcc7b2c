import type { Field } from '../../../model/rule-field.ts';
import type { Statement, Written } from '../../../model/statement.ts';
import { dscpOfClass } from '../../dscp-names.ts';
import { tosNames } from '../../tos-names.ts';
import { numberValue, readNumber } from '../../values.ts';
import { readMasked } from '../mark-values.ts';
import { listedTarget, type IptablesTarget, type TargetOptions } from '../target.ts';

/** The targets of mangle that change the header. */
export const headerTargets: readonly IptablesTarget[] = [
  {
    name: 'TOS',
    read(options) {
      const written = options.value('--set-tos') ?? '';
      const set = readMasked(tosNames.get(written.toLowerCase()) ?? written, 0xff);
      return write({ kind: 'tos' }, set === null ? unknown(options) : { kind: 'masked', ...set });
    },
    listed: [listedTarget('TOS set (0x[0-9a-f]+(?:/0x[0-9a-f]+)?)', '--set-tos', '$1')],
  },
  {
    name: 'DSCP',
    read(options) {
      const number = readNumber(options.value('--set-dscp') ?? '');
      const dscp = number ?? dscpOfClass(options.value('--set-dscp-class') ?? '');
      return write({ kind: 'dscp', family: null }, dscp === null ? unknown(options) : exactly(dscp));
    },
    listed: [listedTarget('DSCP set (0x[0-9a-f]+)', '--set-dscp', '$1')],
  },
  hops('TTL', 'ttl'),
  hops('HL', 'hl'),
  // ecn_tg(): takes ECE and CWR out of TCP's flags.
  {
    name: 'ECN',
    read: () => write({ kind: 'tcp-flags' }, { kind: 'masked', value: 0, mask: 0xc0 }),
    listed: [listedTarget('ECN TCP remove', '--ecn-tcp-remove')],
  },
  {
    name: 'TCPOPTSTRIP',
    read: ({ words }) => ({ kind: 'strip-tcp-options', words }),
    listed: [listedTarget('TCPOPTSTRIP options (\\S+)', '--strip-options', '$1')],
  },
  {
    name: 'TCPMSS',
    read: ({ words }) => ({ kind: 'side-effect', name: 'TCPMSS', words }),
    listed: [
      listedTarget('TCPMSS clamp to PMTU', '--clamp-mss-to-pmtu'),
      listedTarget('TCPMSS set (\\d+)', '--set-mss', '$1'),
    ],
  },
  // ip6t_snpt_tg(): the prefix is known, but the rest is adjusted to keep the checksum. The chain goes on.
  {
    name: 'SNPT',
    read: (options) => write({ kind: 'address', side: 'src', family: 'ipv6' }, unknown(options)),
    listed: [listedTarget('SNPT src-pfx (\\S+) dst-pfx (\\S+)', '--src-pfx', '$1', '--dst-pfx', '$2')],
  },
  {
    name: 'DNPT',
    read: (options) => write({ kind: 'address', side: 'dst', family: 'ipv6' }, unknown(options)),
    listed: [listedTarget('DNPT src-pfx (\\S+) dst-pfx (\\S+)', '--src-pfx', '$1', '--dst-pfx', '$2')],
  },
];

/** ttl_tg() (net/netfilter/xt_HL.c): `--ttl-set 64`, `--ttl-dec 1`. */
function hops(name: 'TTL' | 'HL', option: 'ttl' | 'hl'): IptablesTarget {
  return {
    name,
    read(options) {
      const value = (verb: string): number | null => readNumber(options.value(`--${option}-${verb}`) ?? '');
      const [set, less, more] = [value('set'), value('dec'), value('inc')];
      return write(
        { kind: 'ttl', family: name === 'TTL' ? 'ipv4' : 'ipv6' },
        set !== null ? exactly(set)
        : less !== null ? { kind: 'plus', amount: -less }
        : more !== null ? { kind: 'plus', amount: more }
        : unknown(options),
      ); // prettier-ignore
    },
    listed: [
      listedTarget(`${name} set to (\\d+)`, `--${option}-set`, '$1'),
      listedTarget(`${name} decrement by (\\d+)`, `--${option}-dec`, '$1'),
      listedTarget(`${name} increment by (\\d+)`, `--${option}-inc`, '$1'),
    ],
  };
}

function write(field: Field, value: Written): Statement {
  return { kind: 'write', field, value };
}

function exactly(number: number): Written {
  return { kind: 'value', value: numberValue(number) };
}

function unknown({ words }: TargetOptions): Written {
  return { kind: 'unknown', words };
}
