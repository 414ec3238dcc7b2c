import { analyze, sourceInMemory } from '../../core/index.ts';
import { holdCapture, type Capture } from '../worker/capture.ts';

/** A capture of files that are given as text or bytes, by name. */
export async function captureOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<Capture> {
  return holdCapture(await analyze(Object.entries(files).map(([path, text]) => sourceInMemory(path, text))));
}

/**
 * Lines of a kernel log, one for each `table:chain:kind:number IN OUT SRC>DST PROTO SPT>DPT ID` (`-` for no interface):
 * `filter:FORWARD:policy:1 eth0 eth1 10.1.0.2>10.2.0.2 TCP 1000>80 7`.
 */
export function kernelLog(steps: readonly string[]): string {
  return steps.map((step, i) => `${traceLine(step, i)}\n`).join('');
}

function traceLine(step: string, index: number): string {
  const [place = '', into = '-', out = '-', addresses = '', protocol = '', ports = '', id = ''] =
    step.split(' ');
  const [src, dst] = addresses.split('>');
  const [sport, dport] = ports.split('>');
  const name = (value: string) => (value === '-' ? '' : value);
  return (
    `Nov 21 07:53:14 rtr kernel: [  100.${String(index).padStart(6, '0')}] TRACE: ${place} IN=${name(into)} ` +
    `OUT=${name(out)} SRC=${src} DST=${dst} LEN=60 TOS=0x00 PREC=0x00 TTL=64 ID=${id} PROTO=${protocol} ` +
    `SPT=${sport} DPT=${dport} ${protocol === 'TCP' ? 'SEQ=1 ACK=0 WINDOW=64240 RES=0x00 SYN URGP=0' : 'LEN=40'}`
  );
}
