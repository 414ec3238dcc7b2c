import { readNumber } from '../../values.ts';
import { listedTarget, type IptablesTarget } from '../target.ts';

/** `-j LOG --log-prefix "in: "`, `-j NFLOG --nflog-group 5 --nflog-prefix in:`; ULOG is the older name of the second. */
export const logTargets: readonly IptablesTarget[] = [
  {
    name: 'LOG',
    read: ({ value, words }) => ({
      kind: 'log',
      by: 'LOG',
      prefix: value('--log-prefix') ?? '',
      group: null,
      words,
    }),
    listed: [
      {
        pattern: /^LOG(?: flags (\d+))? level (\w+)(?: prefix "((?:[^"\\]|\\.)*)")?(?=\s|$)/,
        options: ([, flags = '0', level = '4', prefix]) => [
          ...(prefix === undefined ? [] : ['--log-prefix', prefix]),
          ...(level === '4' || level === 'warning' ? [] : ['--log-level', level]),
          ...logFlags.filter(([bit]) => (Number(flags) & bit) !== 0).map(([, option]) => option),
        ],
      },
    ],
  },
  {
    name: 'NFLOG',
    read: ({ value, words }) => ({
      kind: 'log',
      by: 'NFLOG',
      words,
      prefix: value('--nflog-prefix') ?? '',
      group: readNumber(value('--nflog-group') ?? '0') ?? 0,
    }),
    listed: [
      listedTarget('nflog-prefix\\s+"([^"]*)"', '--nflog-prefix', '$1'),
      listedTarget('nflog-prefix\\s+([^"\\s]+)', '--nflog-prefix', '$1'),
      listedTarget('nflog-group (\\d+)', '--nflog-group', '$1'),
      listedTarget('nflog-(?:range|size) (\\d+)', '--nflog-size', '$1'),
      listedTarget('nflog-threshold (\\d+)', '--nflog-threshold', '$1'),
    ],
  },
  {
    name: 'ULOG',
    read: ({ value, words }) => ({
      kind: 'log',
      by: 'ULOG',
      words,
      prefix: value('--ulog-prefix') ?? '',
      group: readNumber(value('--ulog-nlgroup') ?? '1') ?? 1,
    }),
  },
];

/** XT_LOG_* of include/uapi/linux/netfilter/xt_LOG.h, as `LOG flags N` adds them up. */
const logFlags: readonly (readonly [number, string])[] = [
  [1, '--log-tcp-sequence'],
  [2, '--log-tcp-options'],
  [4, '--log-ip-options'],
  [8, '--log-uid'],
  [32, '--log-macdecode'],
];
