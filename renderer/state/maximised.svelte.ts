import { getContext, setContext } from 'svelte';

/** The panes of a capture, each of which can have all of the window. */
export type PaneName = 'dead-ends' | 'centre' | 'journeys' | 'packet' | 'evidence';

/** Which pane has all of the window; null while each has its place. */
export class Maximised {
  pane = $state<PaneName | null>(null);

  toggle(pane: PaneName): void {
    this.pane = this.pane === pane ? null : pane;
  }

  /** Which side of a bar is shown: `first` and `second` are the panes on its sides. */
  side(first: readonly PaneName[], second: readonly PaneName[]): 'both' | 'first' | 'second' {
    if (this.pane === null) return 'both';
    if (first.includes(this.pane)) return 'first';
    return second.includes(this.pane) ? 'second' : 'both';
  }
}

const key = Symbol('maximised');

/** For the panes below the component that calls it. */
export function provideMaximised(): Maximised {
  return setContext(key, new Maximised());
}

/** Null where panes can't be maximised. */
export function maximisedPane(): Maximised | null {
  return getContext<Maximised | undefined>(key) ?? null;
}
