import type { Hook } from '../../model/verdict.ts';
import type { Branch } from './branch.ts';

/** The packet as the rules of a hook see it: OUTPUT has no input interface, PREROUTING and INPUT have no output one. */
export function enterHook(branch: Branch, hook: Hook): Branch {
  const hasOut = hook === 'forward' || hook === 'output' || hook === 'postrouting';
  const { packet, routedOut } = branch;
  return {
    ...branch,
    hook,
    packet: {
      ...packet,
      inInterface: hook === 'output' ? '' : packet.inInterface,
      outInterface: hasOut ? routedOut : '',
    },
  };
}
