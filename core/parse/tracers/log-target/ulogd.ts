import { classifyLines } from '../../text/classify-lines.ts';
import type { LineFate } from '../../text/classify-lines.ts';
import type { EventFormat } from '../event-format.ts';
import type { Sample } from '../../format.ts';
import type { TraceColumns } from '../kernel-log/trace-columns.ts';
import type { TraceFields } from '../kernel-log/trace-fields.ts';
import { mostLines } from '../../text/recognise-lines.ts';
import { emulatedLine } from './emulated-line.ts';
import { jsonLine } from './json-line.ts';
import { isOfPveFirewall, pveFirewallLine } from './pve-firewall-line.ts';

/**
 * What ulogd2 wrote for NFLOG rules (and nft's `log group N`), by its output plugins JSON and LOGEMU:
 *
 *   {"timestamp": "2026-11-21T06:36:49.943369+0000", "dvc": "Netfilter", "oob.prefix": "forward-drop", "oob.in": "eth2", "src_ip": "192.168.10.20", ...}
 *   Nov 21 06:36:49 vm iptable/filter-FORWARD IN=r0 OUT=r1 MAC=... SRC=10.1.0.2 ... MARK=0x0
 *
 * Proxmox VE's pvefw-logger reads NFLOG as well and writes lines of its own (pve-firewall-line.ts).
 *
 * Of table and chain a line says only the prefix of its rule, like the lines of LOG rules in the kernel log.
 */
export const ulogd: EventFormat<'ulogd'> = { kind: 'ulogd', madeBy: 'ulogd2', recognises, parse };

function recognises(sample: Sample): boolean {
  return mostLines(sample, (text) => isJson(text) || emulatedLine(text) !== null || isOfPveFirewall(text));
}

function isJson(text: string): boolean {
  return text.startsWith('{') && /"oob\.(?:prefix|family|in)"/.test(text);
}

function parse(lines: readonly string[], file: string, columns: TraceColumns, host: string) {
  columns.logs.push(file);
  let eventsHost = host;
  const account = classifyLines(lines, file, {
    read(text, { line }): LineFate {
      const logged = text.startsWith('{') ? jsonLine(text) : (emulatedLine(text) ?? pveFirewallLine(text));
      if (logged === null)
        return isJson(text) ? { malformed: { kind: 'cut-off', tracer: 'ulogd' } } : 'notOurs';
      const fields = {} as TraceFields;
      if (!logged.read(columns, fields)) return { malformed: { kind: 'packet-unnamed' } };
      const named = host === '' ? logged.host : host;
      eventsHost = named;
      fields.host = columns.names.internText(named);
      fields.uptimeMicroseconds = NaN;
      const { family } = fields;
      const tableFamily = logged.isBridge ? 'bridge' : family === 'ipv6' ? 'ip6' : 'ip';
      const prefix = logged.prefix.trimEnd();
      const printed = { handle: null, text: null, prefix, verdict: null, toChain: null };
      const place = { host: named, tracer: 'log', family, tableFamily, table: '', chain: '' } as const;
      const placed = columns.internPlaced({ ...place, kind: 'rule', number: null, printed });
      columns.addPlaced(placed, 0, line, fields);
      return 'parsed';
    },
  });
  return { ...account, host: eventsHost };
}
