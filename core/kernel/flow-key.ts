import type { Flow, FlowEnds } from '../model/flow.ts';
import { shortAddress } from './address.ts';

/** Equal for equal flows, in whichever form a tool prints their addresses. */
export function flowKey(flow: Flow): string {
  return `${flow.protocol} ${endsKey(flow)}`;
}

/** Equal for equal ends, whatever the protocol. */
export function endsKey({ src, sport, dst, dport }: FlowEnds): string {
  return `${shortAddress(src)} ${sport ?? ''} ${shortAddress(dst)} ${dport ?? ''}`;
}
