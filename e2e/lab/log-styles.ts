import type { KernelMessage } from './kernel-messages.ts';
import type { LogStyle } from './scenario.ts';

/** The kernel's messages as a log of that style, with other messages of a kernel between them. */
export function writeLog(
  messages: readonly KernelMessage[],
  style: LogStyle,
  hostname: string,
  bootTime: number,
): string {
  const lines = messages.flatMap(({ text, uptimeMicroseconds }, i) => {
    const other = i % 5 === 2 ? [unrelated[i % unrelated.length] ?? ''] : [];
    return [text, ...other].map((each) =>
      styles[style](each, uptimeMicroseconds, new Date(bootTime + uptimeMicroseconds / 1000), hostname),
    );
  });
  return lines.map((line) => `${line}\n`).join('');
}

type Style = (text: string, uptimeMicroseconds: number, time: Date, hostname: string) => string;

const uptime = (microseconds: number): string => `[${(microseconds / 1e6).toFixed(6).padStart(12)}]`;
/** `Sat Nov 21 06:36:49 2026` */
const ctime = (time: Date): string =>
  `${time.toUTCString().slice(0, 3)} ${month(time)} ${day(time)} ${clock(time)} ${time.getUTCFullYear()}`;
const month = (time: Date): string => time.toUTCString().slice(8, 11);
const day = (time: Date): string => String(time.getUTCDate()).padStart(2);
const clock = (time: Date): string => time.toISOString().slice(11, 19);

const styles: Readonly<Record<LogStyle, Style>> = {
  rsyslog: (text, at, time, hostname) =>
    `${month(time)} ${day(time)} ${clock(time)} ${hostname} kernel: ${uptime(at)} ${text}`,
  dmesg: (text, at) => `${uptime(at)} ${text}`,
  'dmesg-T': (text, _, time) => `[${ctime(time)}] ${text}`,
  journal: (text, _, time, hostname) => `${time.toISOString().slice(0, 19)}+0000 ${hostname} kernel: ${text}`,
  'journal-json': (text, at, time, hostname) =>
    JSON.stringify({
      _TRANSPORT: 'kernel',
      PRIORITY: '4',
      SYSLOG_IDENTIFIER: 'kernel',
      _HOSTNAME: hostname,
      __REALTIME_TIMESTAMP: String(time.getTime() * 1000),
      _SOURCE_MONOTONIC_TIMESTAMP: String(at),
      MESSAGE: text,
    }),
  rfc5424: (text, at, time, hostname) =>
    `<4>1 ${time.toISOString().slice(0, 23)}000+00:00 ${hostname} kernel - - - ${uptime(at)} ${text}`,
};

const unrelated = [
  'usb 1-2: new high-speed USB device number 55 using xhci_hcd',
  '[UFW BLOCK] IN=eno9 OUT= MAC=01:00:5e:00:00:01:00:1b:21:0a:0b:0c:08:00 SRC=192.0.2.4 DST=224.0.0.1 LEN=36 TOS=0x00 PREC=0x00 TTL=1 ID=58020 PROTO=2 ',
  'e1000e 0000:00:1f.6 eno9: NIC Link is Down',
  'audit: type=1400 audit(1795000000.005:6592): apparmor="STATUS" operation="profile_replace" profile="unconfined"',
  'perf: interrupt took too long (4864 > 2500), lowering kernel.perf_event_max_sample_rate to 79750',
  'EXT4-fs (sda8): re-mounted. Opts: errors=remount-ro',
];
