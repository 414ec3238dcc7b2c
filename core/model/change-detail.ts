/**
 * What one difference between two configurations is, apart from what its kind says. Rules, routes and hooks are named by
 * their text in their tool's words; `chain` with its table.
 */
export type ChangeDetail =
  /** A rule that was added or removed. Positions count from 1; null where a listing was cut. */
  | {
      readonly kind: 'rule';
      readonly chain: string;
      readonly position: number | null;
      readonly text: string;
    }
  | {
      readonly kind: 'rule-changed';
      readonly chain: string;
      readonly position: number | null;
      readonly before: string;
      readonly after: string;
    }
  | {
      readonly kind: 'rule-moved';
      readonly chain: string;
      readonly text: string;
      readonly from: number | null;
      readonly to: number | null;
    }
  /** A chain that was added or removed; `hook` and `policy` are null for one that is only called. */
  | {
      readonly kind: 'chain';
      readonly chain: string;
      readonly hook: string | null;
      readonly policy: string | null;
    }
  /** A policy, a setting, or the route to a prefix. */
  | { readonly kind: 'value'; readonly of: string; readonly before: string; readonly after: string }
  /** A line that was added, removed or (with what it was) changed; `of` is what it is about. */
  | { readonly kind: 'line'; readonly of: string | null; readonly text: string; readonly was: string | null }
  /** Several properties of a thing. */
  | { readonly kind: 'differences'; readonly of: string; readonly differences: readonly Difference[] };

export type Difference =
  /** The thing itself, or `what` of it. */
  | { readonly kind: 'added' | 'removed'; readonly what: string | null }
  | {
      readonly kind: 'replaced';
      readonly property: ChangedProperty;
      readonly before: string | number | null;
      readonly after: string | number | null;
    }
  | { readonly kind: 'flag'; readonly flag: string; readonly isSet: boolean }
  /** Elements that a set lost or gained; `more` are not named. */
  | {
      readonly kind: 'elements';
      readonly sign: '+' | '-';
      readonly elements: readonly string[];
      readonly more: number;
    };

/** `hook`: all of it, as nft prints it; null where the chain hangs nowhere. */
export type ChangedProperty =
  | 'address'
  | 'device'
  | 'hook'
  | 'hook-name'
  | 'mark-mask'
  | 'mask'
  | 'master'
  | 'mtu'
  | 'policy'
  | 'priority'
  | 'set-type'
  | 'type';
