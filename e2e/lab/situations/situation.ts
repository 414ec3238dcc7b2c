import type { Link, Probe } from '../scenario.ts';

/** A router that lets packets die, and what `fix` is to propose first against that. */
export interface Situation {
  /** A client and a server (`client-and-server.ts`) where absent. */
  readonly links?: readonly Link[];
  readonly family?: 'ipv6';
  /** Rules by the tool that loads them, none of them with tracing. */
  readonly rules: {
    readonly legacy?: string;
    readonly legacy6?: string;
    readonly translated?: string;
    readonly nft?: string;
  };
  readonly sets?: string;
  readonly sysctls?: readonly string[];
  /** Commands for ip(8) in the router, in order. */
  readonly ip?: readonly string[];
  /** Further commands for a shell in the router. */
  readonly also?: readonly string[];
  /** Commands for a shell in the client. */
  readonly client?: readonly string[];
  /** Packets that pass before anything is traced, and commands after them: what connections remember. */
  readonly before?: { readonly probes: readonly Probe[]; readonly then: readonly string[] };
  /** Packets that die, and arrive after the fix. */
  readonly dead: Probe;
  /** Packets that end the same with and without it. */
  readonly controls: readonly Probe[];
  /** The commands of the first proposal; none where nothing on the router helps. */
  readonly fix: readonly string[];
  /** Why nothing does, or what is missing besides: a part of the sentence. */
  readonly says?: string;
}
