import { readFlow, socketText } from '../../../core/index.ts';

/** A flow as the host first saw it. */
interface Flow {
  readonly protocol: string;
  readonly src: string;
  readonly dst: string;
  readonly dport: number | null;
}

/**
 * The flow to trace in the words of `netopsy collect --flow`: `tcp 10.1.0.2 > 10.2.0.2:443`. The source port is left out, for the
 * next attempt has another one. '' where an end can't be named, because it is redacted.
 */
export function flowToTrace({ protocol, src, dst, dport }: Flow): string {
  const text = `${protocol} ${src} > ${socketText(dst, dport)}`;
  return 'wrong' in readFlow(text) ? '' : text;
}

/** That with the most packets. */
export function largestFlow<T extends { readonly packets: number }>(flows: readonly T[]): T | undefined {
  return flows.reduce<T | undefined>(
    (largest, flow) => (largest === undefined || flow.packets > largest.packets ? flow : largest),
    undefined,
  );
}
