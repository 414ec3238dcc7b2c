/** The interfaces and addresses of a network namespace, as far as its files or the log show them. */
export interface Namespace {
  readonly name: string;
  /** The MACs of each interface, several where files of different times differ; empty where the bundle lists none. */
  readonly macs: ReadonlyMap<string, readonly string[]>;
  /** Whether those are all its interfaces. */
  readonly isListed: boolean;
  readonly addresses: ReadonlySet<string>;
}
