import { numberOf, present, worded } from './message-format.ts';

/**
 * A virtual service has no real server that may take the connection (ip_vs_scheduler_err() in
 * net/netfilter/ipvs/ip_vs_sched.c):
 *
 *   IPVS: rr: TCP 10.96.0.1:443 - no destination available
 *   IPVS: rr: TCP [2001:db8::1]:443 - no destination available          IPVS: wlc: FWM 5 0x00000005 - no destination ...
 *   IPVS: ip_vs_schedule: no destination available
 */
export const ipvsNoDestination = worded(
  'ipvs-no-destination',
  'loss',
  ['no destination available'],
  /^IPVS: (?<name>[\w-]{1,20}): (?:(?<protocol>TCP|UDP|SCTP) \[?(?<dst>[\da-f.:]{2,45}?)\]?:(?<dport>\d{1,5}) - |FWM \d+ 0x[\da-fA-F]+ - )?no destination available$/,
  ({ name, protocol, dst, dport }) =>
    present({ name, protocol: protocol?.toLowerCase(), dst, dport: numberOf(dport) }),
);
