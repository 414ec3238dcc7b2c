/** What a rule or policy has counted. */
export interface RuleCounter {
  /** Of nft's tables. */
  readonly family?: string;
  readonly handle?: number;
  /** False for what has no counter, as policies of nft have none. */
  readonly counts?: boolean;
  readonly table: string;
  readonly chain: string;
  readonly rule: number | 'policy';
  readonly packets: number;
  readonly bytes: number;
  readonly text: string;
}

/** All counters of `iptables-save -c`: `[3:180] -A FORWARD -j DOCKER-USER`, `:FORWARD DROP [2:120]`. */
export function readCounters(save: string): RuleCounter[] {
  const counters: RuleCounter[] = [];
  const numbers = new Map<string, number>();
  let table = '';
  for (const line of save.split('\n')) {
    table = /^\*(\w+)/.exec(line)?.[1] ?? table;
    const policy = /^:(\S+) (ACCEPT|DROP) \[(\d+):(\d+)\]/.exec(line);
    if (policy) {
      const [, chain = '', verdict, packets, bytes] = policy;
      counters.push({
        table,
        chain,
        rule: 'policy',
        packets: Number(packets),
        bytes: Number(bytes),
        text: `:${chain} ${verdict}`,
      });
    }
    const rule = /^\[(\d+):(\d+)\] (-A (\S+).*)/.exec(line);
    if (rule) {
      const [, packets, bytes, text = '', chain = ''] = rule;
      const number = (numbers.get(`${table}/${chain}`) ?? 0) + 1;
      numbers.set(`${table}/${chain}`, number);
      counters.push({ table, chain, rule: number, packets: Number(packets), bytes: Number(bytes), text });
    }
  }
  return counters;
}

/** The counters that moved, and by how much. */
export function movedCounters(earlier: readonly RuleCounter[], after: readonly RuleCounter[]): RuleCounter[] {
  return after
    .map((counter, i) => ({
      ...counter,
      packets: counter.packets - (earlier[i]?.packets ?? 0),
      bytes: counter.bytes - (earlier[i]?.bytes ?? 0),
    }))
    .filter(({ packets }) => packets > 0);
}
