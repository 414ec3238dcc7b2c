import { listedTarget, type IptablesTarget } from '../target.ts';

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
  { name: 'TEE', read: ({ words }) => ({ kind: 'duplicate', words }) },
  { name: 'SYNPROXY', read: () => ({ kind: 'synproxy' }) },
  {
    ...sideEffect('CLASSIFY'),
    listed: [listedTarget('CLASSIFY set (\\S+)', '--set-class', '$1')],
  },
  ...['AUDIT', 'CHECKSUM', 'CONNSECMARK', 'FLOWOFFLOAD', 'IDLETIMER', 'LED', 'RATEEST', 'SECMARK'].map(
    sideEffect,
  ),
];

function sideEffect(name: string): IptablesTarget {
  return { name, read: ({ words }) => ({ kind: 'side-effect', name, words }) };
}
