import type { Dialect } from '../model/ruleset.ts';
import type { RejectAnswer } from '../model/statement.ts';

/** What a rule answers with: `icmp-port-unreachable` (iptables), `icmpx port-unreachable`, `tcp reset` (nft). */
export function printRejectAnswer(dialect: Dialect, answer: RejectAnswer): string {
  if (answer.kind === 'tcp-reset') return dialect === 'nft' ? 'tcp reset' : 'tcp-reset';
  if (dialect === 'nft') return `${answer.kind} ${answer.code}`;
  const code = answer.code.replace(/^prot-/, 'proto-');
  return answer.kind === 'icmpv6' ? `icmp6-${code.replace(/^admin-/, 'adm-')}` : `icmp-${code}`;
}
