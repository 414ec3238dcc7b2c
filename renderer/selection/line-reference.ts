import type { Fact } from './selection.ts';

/** `kern.log:482`; a bare word must look like a file, not like an address with its port. */
export function lineReference(text: string, sure = false): Fact | null {
  const match = /^(.+):(\d{1,15})$/s.exec(text);
  const file = match?.[1] ?? '';
  if (file === '' || (!sure && !/(^|\/|\.)(log|txt|gz|xz|messages|syslog|dmesg)$/i.test(file))) return null;
  return { kind: 'line', file, line: Number(match?.[2]) };
}
