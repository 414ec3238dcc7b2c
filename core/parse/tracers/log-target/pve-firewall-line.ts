import { readFields } from '../kernel-log/trace-line.ts';
import type { LoggedLine } from './logged-line.ts';

/** The guest's number (0 is the host), the level, the chain, the time, what is left of the prefix. */
const lineHead = /^(\d{1,10}) (\d) ([^\s:]{1,64}) \d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4} (.*)$/;

/**
 * A line of Proxmox VE's pve-firewall.log. Its NFLOG rules have the prefix `:100:6:tap100i0-IN: policy DROP: `, which
 * pvefw-logger takes apart and puts the time into. Null for other lines.
 *
 *   100 6 tap100i0-IN 02/Sep/2023:10:00:01 +0200 policy DROP: IN=fwbr100i0 OUT=fwbr100i0 PHYSIN=... SRC=...
 */
export function pveFirewallLine(text: string): LoggedLine | null {
  const found = headOf(text);
  if (found === null) return null;
  const { guest, level, chain, rest } = found;
  const fields = rest.startsWith('IN=') ? 0 : rest.indexOf(' IN=') + 1;
  if ((fields === 0 && !rest.startsWith('IN=')) || !rest.includes(' SRC=', fields)) return null;
  // Where a kernel says URGP=0 the logger says nothing; that the window stands there shows that the line is whole.
  const header = rest.slice(fields);
  const isTcp = header.includes(' WINDOW=') && !header.includes(' URGP=');
  const bytes = new TextEncoder().encode(isTcp ? `${header} URGP=0` : header);
  return {
    prefix: `:${guest}:${level}:${chain}: ${rest.slice(0, fields)}`,
    host: '',
    isBridge: false,
    read: (columns, target) => readFields(bytes, 0, bytes.length, columns.names, target),
  };
}

/** Whether pvefw-logger wrote the line: of a packet, or of its own start and end. */
export function isOfPveFirewall(text: string): boolean {
  return headOf(text) !== null || ownLine.test(text);
}

/** `0 5 - 02/Sep/2023:10:00:00 +0200 starting pvefw logger` has a dash as its chain. */
const ownLine = /^0 \d - \d\d\/[A-Z][a-z]{2}\/\d{4}:/;

function headOf(text: string): { guest: string; level: string; chain: string; rest: string } | null {
  const found = lineHead.exec(text);
  if (found === null) return null;
  const [, guest = '', level = '', chain = '', rest = ''] = found;
  return { guest, level, chain, rest };
}
