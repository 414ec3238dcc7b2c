import { listedTarget, type IptablesTarget } from '../target.ts';

/** xt_ct_target(): of CT's options only `--notrack` changes the packet's way. */
export const conntrackTargets: readonly IptablesTarget[] = [
  { name: 'NOTRACK', read: () => ({ kind: 'notrack' }) },
  {
    name: 'CT',
    read: ({ has, words }) =>
      has('--notrack') ? { kind: 'notrack' } : { kind: 'ct-setup', what: 'CT', words },
    listed: [
      listedTarget('CT notrack|NOTRACK', '--notrack'),
      listedTarget('CT helper (\\S+)', '--helper', '$1'),
      listedTarget('CT zone(?::| )(\\S+)', '--zone', '$1'),
      listedTarget('CT (timeout|ctevents|expevents|zone-orig|zone-reply) (\\S+)', '--$1', '$2'),
    ],
  },
];
