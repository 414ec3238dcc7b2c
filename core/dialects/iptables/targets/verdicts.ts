import type { RejectAnswer, Statement } from '../../../model/statement.ts';
import { readNumber } from '../../values.ts';
import { listedTarget, type IptablesTarget, type TargetOptions } from '../target.ts';

/** The standard targets, and those that end the packet's way. */
export const verdictTargets: readonly IptablesTarget[] = [
  { name: 'ACCEPT', read: () => ({ kind: 'accept' }) },
  { name: 'DROP', read: () => ({ kind: 'drop' }) },
  { name: 'RETURN', read: () => ({ kind: 'return' }) },
  { name: 'QUEUE', read: () => ({ kind: 'queue', first: 0, last: 0, bypass: false }) },
  {
    name: 'NFQUEUE',
    read: queue,
    listed: [
      listedTarget('NFQUEUE num (\\d+)', '--queue-num', '$1'),
      listedTarget('NFQUEUE balance (\\d+:\\d+)', '--queue-balance', '$1'),
      listedTarget('bypass', '--queue-bypass'),
      listedTarget('cpu-fanout', '--queue-cpu-fanout'),
    ],
  },
  {
    name: 'REJECT',
    read: ({ value }) => ({ kind: 'reject', answer: rejectAnswer(value('--reject-with')) }),
    listed: [listedTarget('reject-with (\\S+)', '--reject-with', '$1')],
  },
];

/** `--queue-num 3`, `--queue-balance 5:6`; 0 where it says nothing. */
function queue({ value, has }: TargetOptions): Statement {
  const [from = '0', to = from] = (value('--queue-balance') ?? value('--queue-num') ?? '0').split(/[:-]/);
  const first = readNumber(from) ?? 0;
  return { kind: 'queue', first, last: readNumber(to) ?? first, bypass: has('--queue-bypass') };
}

/** `icmp-port-unreachable`, `icmp6-adm-prohibited`, `tcp-reset`, and the short forms that people write. */
function rejectAnswer(words: string | null): RejectAnswer {
  if (words === 'tcp-reset' || words === 'tcp-rst') return { kind: 'tcp-reset' };
  const [, six, name = ''] = /^(?:icmp(6)?-)?(.*)$/.exec(words ?? '') ?? [];
  if (words === null) return { kind: 'icmpx', code: 'port-unreachable' };
  const code = name
    .replace(/unreach$/, 'unreachable')
    .replace(/^proto-/, 'prot-')
    .replace(/^adm-/, 'admin-');
  return { kind: six === undefined ? 'icmp' : 'icmpv6', code };
}
