import type {
  AddressEdit,
  Edit,
  FibRuleEdit,
  LinkEdit,
  Refusal,
  RouteEdit,
  TypedChange,
} from '../model/edit.ts';
import type { LineRef } from '../model/evidence.ts';
import { wrongInFile } from './check-file.ts';
import type { Configuration } from './configuration.ts';
import { applyConntrack, readConntrack } from './conntrack.ts';
import type { EditKind, ReadRecords } from './edit-kind.ts';
import { applyFile } from './file.ts';
import { applyAddress } from './ip/addresses.ts';
import { applyFibRule } from './ip/fib-rules.ts';
import { applyLink } from './ip/links.ts';
import { readIp } from './ip/read-ip.ts';
import { applyRoute } from './ip/routes.ts';
import { applyIpset, readIpset } from './ipset.ts';
import { applyIptables } from './iptables/apply-iptables.ts';
import { readIptables } from './iptables/read-iptables.ts';
import { applyNft } from './nft/apply-nft.ts';
import { readNft } from './nft/read-nft.ts';
import { applySysctl, readSysctl } from './sysctl.ts';
import { isRefusal } from './typed-line.ts';

/** Every kind of command that is understood; a tool's first one reads its lines. */
const kinds = [
  kind({ tools: ['iptables', 'ip6tables'], read: readIptables, apply: applyIptables }),
  kind({ tools: ['nft'], read: readNft, apply: applyNft }),
  kind<RouteEdit | FibRuleEdit | AddressEdit | LinkEdit>({ tools: ['ip'], read: readIp, apply: applyIp }),
  kind({ tools: ['sysctl'], read: readSysctl, apply: applySysctl }),
  kind({ tools: ['ipset'], read: readIpset, apply: applyIpset }),
  kind({ tools: ['conntrack'], read: readConntrack, apply: applyConntrack }),
] as const;

/** A change that was understood and made. */
export interface MadeEdit {
  readonly edit: Edit;
  readonly state: Configuration;
}

/** Makes a change in a configuration, or says why it can't be made. `at`: where what it brings is said to stand. */
export function makeEdit(
  state: Configuration,
  change: TypedChange,
  at: LineRef,
  readRecords: ReadRecords,
): MadeEdit | Refusal {
  if (change.kind === 'file') {
    const edit: Edit = { kind: 'file', path: change.path, records: change.records };
    const changed = applyFile(state, edit);
    return wrongInFile(state, changed, edit, readRecords) ?? { edit, state: changed };
  }
  const { tool, text } = change;
  const found = kinds.find(({ tools }) => tools.includes(tool)) as (typeof kinds)[number];
  return found.make(state, { tool, text, at, readRecords });
}

/** A kind whose reading and making go together, whatever its edits are. */
function kind<E extends Edit>({ tools, read, apply }: EditKind<E>) {
  return {
    tools,
    make(state: Configuration, command: Parameters<EditKind<E>['read']>[0]): MadeEdit | Refusal {
      const edit = read(command, state);
      if (isRefusal(edit)) return edit;
      const changed = apply(state, edit, command);
      return isRefusal(changed) ? changed : { edit, state: changed };
    },
  };
}

function applyIp(
  state: Configuration,
  edit: RouteEdit | FibRuleEdit | AddressEdit | LinkEdit,
): Configuration | Refusal {
  switch (edit.kind) {
    case 'route':
      return applyRoute(state, edit);
    case 'fib-rule':
      return applyFibRule(state, edit);
    case 'address':
      return applyAddress(state, edit);
    case 'link':
      return applyLink(state, edit);
  }
}
