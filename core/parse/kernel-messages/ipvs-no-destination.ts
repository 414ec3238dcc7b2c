import { worded } from './message-format.ts';

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
  [
    'IPVS: <name>: {<protocol={TCP|UDP|SCTP}> {[<dst>]|<dst>}:<dport> - |FWM <:number> 0x<:hexadecimal> - |}no destination available',
  ],
);
