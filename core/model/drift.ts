/** What shows that the ruleset is not the one that the packets met. Chains are named with their table. */
export type Drift =
  | { readonly kind: 'no-chain'; readonly table: string; readonly chain: string }
  /** The log names a place that no packet reaches in the file: rule `number`, `text`, lets none go on. */
  | {
      readonly kind: 'unreachable';
      readonly logged: LoggedPlace;
      readonly number: number | null;
      readonly text: string;
    }
  /** The log names a rule with a match or a target of its own; the file's would be logged as `word`. */
  | {
      readonly kind: 'bare-verdict';
      readonly logged: LoggedPlace;
      readonly text: string;
      readonly word: 'policy' | 'return';
    }
  /** The log names the chain's end or a rule without a match; the file's has one. */
  | { readonly kind: 'no-bare-verdict'; readonly logged: LoggedPlace; readonly text: string }
  | { readonly kind: 'fewer-rules'; readonly logged: LoggedPlace; readonly rules: number }
  /** Packets went on as the file's rule (null: the chain's end) does not allow. */
  | { readonly kind: 'went-on'; readonly logged: LoggedPlace; readonly text: string | null }
  | { readonly kind: 'no-match'; readonly logged: LoggedPlace; readonly text: string }
  /** The host answered the packets that ended there in a way that the file's rule does not. */
  | { readonly kind: 'answered-otherwise'; readonly logged: LoggedPlace; readonly text: string }
  /** The rule has counted nothing, though packets met that number, and the chain's other rules counted what the log shows. */
  | {
      readonly kind: 'replaced';
      readonly logged: LoggedPlace;
      readonly text: string;
      readonly packets: number;
    }
  /** Two dumps differ there, and the log contradicts neither. */
  | { readonly kind: 'dumps-differ'; readonly logged: LoggedPlace; readonly files: readonly [string, string] }
  /** Other numbers of the chain don't fit the file. */
  | { readonly kind: 'others-differ'; readonly logged: LoggedPlace }
  /** Where the rule is in the file (null: the chain's end); `shift` rules are missing above it, or -`shift` are new. */
  | {
      readonly kind: 'renumbered';
      readonly number: number;
      readonly inFile: number | null;
      readonly shift: number;
    }
  /** A monitor printed another verdict than the file's rule has. */
  | {
      readonly kind: 'other-verdict';
      readonly chain: string;
      readonly verdict: string;
      readonly text: string;
    }
  /** `text` is the rule as the monitor printed it; null where it printed only the handle. */
  | {
      readonly kind: 'no-rule';
      readonly chain: string;
      readonly text: string | null;
      readonly handle: number | null;
    }
  | {
      readonly kind: 'other-policy';
      readonly chain: string;
      readonly verdict: string;
      readonly inFile: string;
    }
  /** Nothing decides which rule of the file the log's is; `because` is what speaks against the one of its number. */
  | { readonly kind: 'undecided'; readonly number: number | null; readonly because: Drift };

/** A place as a line of TRACE names it: `filter:FORWARD:rule:2`. */
export interface LoggedPlace {
  readonly table: string;
  readonly chain: string;
  readonly kind: 'rule' | 'return' | 'policy';
  readonly number: number | null;
}
