import type { Asked, Judgement, OptionMatches } from './judgement.ts';
import { always, judge, judgeValue, valueOf } from './judgement.ts';

/** owner_mt() (net/netfilter/xt_owner.c): `--uid-owner 1000`, `--gid-owner 0-999`. A packet that came in has none. */
export const owner = {
  '--uid-owner': (asked) => judgeId(asked, 'user', 'uid'),
  '--gid-owner': (asked) => judgeId(asked, 'group', 'gid'),
  '--socket-exists': (asked) =>
    asked.packet.owner === null
      ? judge(asked, null, 'whether the packet has a local socket is not known')
      : judge(
          asked,
          asked.packet.owner !== 'none',
          `the packet has ${asked.packet.owner === 'none' ? 'no' : 'a'} local socket`,
        ),
  '--suppl-groups': () => always('it belongs to --gid-owner'),
} satisfies OptionMatches;

function judgeId(asked: Asked, name: string, id: 'uid' | 'gid'): Judgement {
  const { owner: known } = asked.packet;
  if (known === 'none') return judge(asked, false, 'the packet was sent by no local process');
  // The supplementary groups of a process are in no file.
  if (id === 'gid' && asked.rule.conditions.some(({ option }) => option === '--suppl-groups'))
    return judge(asked, null, 'the groups of the sending process are not known');
  return judgeValue(asked, name, known?.[id] ?? null, (own) => inRange(valueOf(asked), own));
}

function inRange(text: string, own: number): boolean | null {
  const [first = '', last = first] = text.split('-');
  if (!/^\d+$/.test(first) || !/^\d+$/.test(last)) return null;
  return Number(first) <= own && own <= Number(last);
}
