import { listedTarget, type IptablesTarget, type ListedTarget } from '../target.ts';

/** XT_CONTINUE: these log, count, copy or set up something, and the chain goes on. */
export const otherTargets: readonly IptablesTarget[] = [
  { name: 'TRACE', read: () => ({ kind: 'trace', on: true }) },
  {
    name: 'SET',
    read({ words, value }) {
      const [option = '--add-set', operation = 'add'] =
        ([['--del-set', 'delete'], ['--map-set', 'map']] as const).find(([name]) => value(name) !== null) ?? []; // prettier-ignore
      return { kind: 'update-set', operation, set: value(option) ?? '', words };
    },
    listed: [
      listedTarget('(add|del|map)-set (\\S+) (\\S+)', '--$1-set', '$2', '$3'),
      listedTarget('timeout (\\d+)', '--timeout', '$1'),
      listedTarget('exist', '--exist'),
    ],
  },
  {
    name: 'TEE',
    read: ({ words }) => ({ kind: 'duplicate', words }),
    listed: [listedTarget('TEE gw:(\\S+)', '--gateway', '$1'), listedTarget('oif=(\\S+)', '--oif', '$1')],
  },
  {
    name: 'SYNPROXY',
    read: () => ({ kind: 'synproxy' }),
    listed: [listedTarget('SYNPROXY(?: sack-perm)?(?: timestamp)?(?: wscale \\d+)?(?: mss \\d+)?(?: ecn)?')],
  },
  sideEffect('CLASSIFY', listedTarget('CLASSIFY set (\\S+)', '--set-class', '$1')),
  sideEffect('AUDIT', listedTarget('AUDIT (\\w+)', '--type', '$1')),
  sideEffect('CHECKSUM', listedTarget('CHECKSUM fill', '--checksum-fill')),
  sideEffect('CONNSECMARK', listedTarget('CONNSECMARK (save|restore)', '--$1')),
  sideEffect('SECMARK', listedTarget('SECMARK selctx (\\S+)', '--selctx', '$1')),
  sideEffect('FLOWOFFLOAD', listedTarget('FLOWOFFLOAD(?: hw)?')),
  sideEffect(
    'IDLETIMER',
    listedTarget('timeout:(\\d+) label:(\\S+)', '--timeout', '$1', '--label', '$2'),
    listedTarget('alarm', '--alarm'),
  ),
  sideEffect('LED', listedTarget('led-trigger-id:"([^"]*)"', '--led-trigger-id', '$1')),
  sideEffect('RATEEST', listedTarget('name (\\S+) interval \\S+ ewmalog \\S+', '--rateest-name', '$1')),
];

function sideEffect(name: string, ...listed: readonly ListedTarget[]): IptablesTarget {
  return { name, read: ({ words }) => ({ kind: 'side-effect', name, words }), listed };
}
