import { worded } from './message-format.ts';

/**
 * The kernel killed a process for want of memory (mm/oom_kill.c): it may have been the one that listened.
 *
 *   nginx invoked oom-killer: gfp_mask=0x201da, order=0, oom_score_adj=0
 *   Out of memory: Killed process 4242 (nginx) total-vm:...        Memory cgroup out of memory: Killed process ...
 */
export const outOfMemory = worded(
  'out-of-memory',
  'hint',
  [' invoked oom-killer', ' of memory: Kill'],
  [
    '<:word> invoked oom-killer: *',
    '{Memory cgroup out|Out} of memory: {Killed|Kill} process <:number>{,|} (<name:anything>)*',
  ],
);
