import type { BaseHook, Chain } from '../model/ruleset.ts';

/** What differs between the heads of a chain of nft at two times: `ACCEPT -> DROP`, `priority 0 -> 10`. */
export function compareBase(before: Chain, after: Chain): readonly string[] {
  const [was, is] = [before.base, after.base];
  const words: string[] = [];
  if (before.policy !== after.policy)
    words.push(`${before.policy ?? 'no policy'} -> ${after.policy ?? 'no policy'}`);
  if (was === null || is === null) {
    if (was !== is) words.push(`${hookWords(was)} -> ${hookWords(is)}`);
    return words;
  }
  if (was.type !== is.type) words.push(`type ${was.type} -> ${is.type}`);
  if (was.hook !== is.hook) words.push(`hook ${was.hook} -> ${is.hook}`);
  if (was.device !== is.device) words.push(`device ${was.device ?? '-'} -> ${is.device ?? '-'}`);
  if (was.priority !== is.priority) words.push(`priority ${was.priority} -> ${is.priority}`);
  return words;
}

/** `type filter hook ingress device eth0 priority -500`; that it hangs nowhere for a chain that is only called. */
export function hookWords(base: BaseHook | null): string {
  if (base === null) return 'on no hook';
  const device = base.device === null ? '' : ` device ${base.device}`;
  return `type ${base.type} hook ${base.hook}${device} priority ${base.priority}`;
}
