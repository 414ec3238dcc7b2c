import type { TruthProbe } from './truth.ts';

/**
 * What the kernel did after the last chain, or in a backend that was not traced, shows in these files alone: by its
 * drop reason, or by the function that dropped. Without all of them a bundle is like that of a host without the cause.
 * Where `what` names an interface, the capture taken on it shows the cause, too.
 */
const shownBy: readonly (readonly [what: RegExp, files: RegExp])[] = [
  // A filter's program tells nothing: what it dropped is counted by the qdisc, or shows in the capture of its interface.
  [/filter at egress of (\S+)/, /tc-qdisc|pcap-summary/],
  // The summary of the captures shows the one packet that left in the end.
  [/qdisc of (\S+) is full/, /tc-qdisc/],
  [/QDISC_DROP/, /tc-|pcap|link|ip-addr/],
  [/no carrier|link-down/, /link|ip-addr|ip-route/],
  [/XFRM_POLICY/, /xfrm-policy|xfrm_stat/],
  [/nft_do_chain/, /nft/],
  [/nf_hook_slow/, /iptables|ip6tables|kern/],
];

/** Whether nothing that is left of the capture's files could show what stopped these packets. */
export function isHidden({ cause }: TruthProbe, paths: readonly string[]): boolean {
  const told = `${cause?.kind} ${cause?.what} ${cause?.kernel_reason} ${cause?.kernel_function?.join()}`;
  return shownBy.some(([what, files]) => {
    const match = what.exec(told);
    const shows = (path: string): boolean =>
      files.test(path) || (match?.[1] !== undefined && path.endsWith(`pcap/${match[1]}.pcap`));
    return match !== null && !paths.some(shows);
  });
}
