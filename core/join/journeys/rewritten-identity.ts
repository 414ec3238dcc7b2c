import { firstAlike } from './alike-rows.ts';
import type { ResolvedPlace } from '../../model/journey.ts';
import type { Statement } from '../../model/statement.ts';
import type { TraceEvents } from '../../model/trace.ts';

const SYN = 0x02;
/** ECE and CWR. */
const ECN_FLAGS = 0xc0;
/** kind, length and two bytes of value */
const MSS_OPTION_BYTES = 4;

/** What tells packets apart, where a rule changes some of it on the way. */
export interface RewrittenIdentity {
  /** The first identity that is equal but for what such a rule may change; the identity itself where there is none. */
  alike(identity: number): number;
  /** Whether a packet can show the one identity in its line at `place` and the other in its next line. */
  explains(place: number, before: number, after: number): boolean;
}

/**
 * Two targets change what else stays the same on a packet's way, and the kernel logs the rule before its target runs:
 * TCPMSS gives a SYN without the option MSS one, so LEN grows by 4 (tcpmss_mangle_packet(), net/netfilter/xt_TCPMSS.c);
 * ECN --ecn-tcp-remove takes ECE and CWR from TCP's flags (set_ect_tcp(), net/ipv4/netfilter/ipt_ECN.c).
 *
 *   TRACE: mangle:FORWARD:rule:1 IN=lan OUT=wan ... LEN=40 ... ID=4711 ... SYN      -j TCPMSS --clamp-mss-to-pmtu
 *   TRACE: mangle:FORWARD:policy:2 IN=lan OUT=wan ... LEN=44 ... ID=4711 ... SYN
 *
 * Such a change is believed right after such a rule only; a rule that the bundle does not show may be one.
 * Null where no place of the log can have such a rule.
 */
export function rewrittenIdentity(
  { identities }: Pick<TraceEvents, 'identities'>,
  resolved: readonly ResolvedPlace[],
): RewrittenIdentity | null {
  const lengthens = Uint8Array.from(resolved, (step) => Number(mayBe(step, lengthensSyn)));
  const clears = Uint8Array.from(resolved, (step) => Number(mayBe(step, clearsEcn)));
  if (!lengthens.includes(1) && !clears.includes(1)) return null;
  const { length, tcpFlags } = identities;
  const first = firstLike(identities);
  return {
    alike: (identity) => first[identity] as number,
    explains(place, before, after) {
      const [bytes, bytesAfter] = [length[before] as number, length[after] as number];
      const [flags, flagsAfter] = [tcpFlags[before] as number, tcpFlags[after] as number];
      if (flags === flagsAfter)
        return lengthens[place] === 1 && (flags & SYN) !== 0 && bytesAfter === bytes + MSS_OPTION_BYTES;
      return clears[place] === 1 && bytesAfter === bytes && flagsAfter === (flags & ~ECN_FLAGS);
    },
  };
}

function mayBe({ place, rule }: ResolvedPlace, changes: (statement: Statement) => boolean): boolean {
  if (place.kind !== 'rule') return false;
  return rule === null ? place.table === 'mangle' : rule.spec.statements.some(changes);
}

/** TCPMSS adds the option where a SYN has none. */
function lengthensSyn(statement: Statement): boolean {
  return statement.kind === 'side-effect' && statement.name === 'TCPMSS';
}

function clearsEcn(statement: Statement): boolean {
  return statement.kind === 'write' && statement.field.kind === 'tcp-flags';
}

/** For each identity the first that differs from it in nothing but what such a rule may change. */
function firstLike(identities: TraceEvents['identities']): Uint32Array {
  const { count, host, protocol, ipId, fragment, seq, ack, tcpFlags, length } = identities;
  // What has no flags at all is like nothing else.
  const flags = Uint8Array.from(tcpFlags, (each) => (each === 0 ? 0 : each | ECN_FLAGS));
  // Only a SYN can become longer.
  const bytes = Uint32Array.from(length, (each, identity) =>
    ((tcpFlags[identity] as number) & SYN) === 0 ? each : 0,
  );
  const first = firstAlike(count, [host, protocol, ipId, fragment, seq, ack, flags, bytes]);
  return first.map((like, identity) => (tcpFlags[identity] === 0 ? identity : like));
}
