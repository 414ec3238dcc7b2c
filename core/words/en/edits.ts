import type { Edit, IptablesEdit, NftEdit, RuleAt } from '../../model/edit.ts';

/** One sentence: what a change does. Completes no other; ends with its full stop. */
export function does(edit: Edit): string {
  switch (edit.kind) {
    case 'iptables':
      return iptables(edit);
    case 'nft':
      return nft(edit);
    case 'route': {
      const { op, route } = edit;
      const verb = { add: 'Adds', append: 'Adds', prepend: 'Adds', replace: 'Puts in', change: 'Changes', del: 'Removes' }[op]; // prettier-ignore
      const hops = route.nextHops.map(({ via, dev }) => [via === null ? '' : ` via ${via}`, dev === null ? '' : ` dev ${dev}`].join('')).join(' and'); // prettier-ignore
      const type = route.type === 'unicast' ? '' : `${route.type} `;
      return `${verb} the ${type}route to ${route.prefix}${op === 'del' ? '' : hops} ${op === 'del' ? 'from' : 'in'} table ${route.table}.`;
    }
    case 'fib-rule':
      return `${edit.op === 'add' ? 'Adds' : 'Removes'} the ip rule ${edit.rule.text}.`;
    case 'address':
      return `${edit.op === 'del' ? 'Removes' : 'Adds'} the address ${edit.address.address}/${edit.address.prefixLength} ${edit.op === 'del' ? 'from' : 'on'} ${edit.address.dev}, with the routes that come with it.`;
    case 'link': {
      const { up, mtu, master } = edit.set;
      const parts = [
        ...(up === null
          ? []
          : [`sets ${edit.dev} ${up}${up === 'down' ? ', which takes its routes away' : ''}`]),
        ...(mtu === null ? [] : [`sets the MTU of ${edit.dev} to ${mtu}`]),
        ...(master === null ? [] : [master === '' ? `takes ${edit.dev} out of what it belongs to` : `puts ${edit.dev} into ${master}`]), // prettier-ignore
      ];
      return parts.length === 0 ? 'Changes nothing.' : `${capitalised(parts.join(' and '))}.`;
    }
    case 'sysctl':
      return `Sets ${edit.key} to ${edit.value}.`;
    case 'ipset':
      return ipset(edit);
    case 'conntrack':
      return 'Deletes conntrack entries: the next packet of each of these connections begins a new one.';
    case 'file':
      return `Puts ${edit.path} in place of what the bundle has of its kind.`;
  }
}

function iptables({ table, does }: IptablesEdit): string {
  const chain = does.chain === null ? `every chain of ${table}` : `${table}/${does.chain}`;
  switch (does.op) {
    case 'append':
      return `Adds a rule at the end of ${chain}.`;
    case 'insert':
      return `Inserts a rule as number ${does.number} of ${chain}.`;
    case 'replace':
      return `Replaces rule ${does.number} of ${chain}.`;
    case 'delete':
      return typeof does.which === 'number'
        ? `Deletes rule ${does.which} of ${chain}.`
        : `Deletes the first such rule of ${chain}.`;
    case 'policy':
      return `Sets the policy of ${chain} to ${does.policy}.`;
    case 'new-chain':
      return `Makes the chain ${chain}.`;
    case 'flush':
      return `Deletes all rules of ${chain}.`;
    case 'delete-chain':
      return does.chain === null
        ? `Deletes the user-defined chains of ${table}.`
        : `Deletes the chain ${chain}.`;
    case 'rename-chain':
      return `Renames ${chain} to ${does.to}.`;
  }
}

function nft({ family, table, does }: NftEdit): string {
  const of = `${family} ${table}`;
  switch (does.op) {
    case 'add':
      return does.at === null
        ? `Adds a rule at the end of ${of} ${does.chain}.`
        : `Adds a rule after ${place(does.at)} of ${of} ${does.chain}.`;
    case 'insert':
      return does.at === null
        ? `Inserts a rule at the beginning of ${of} ${does.chain}.`
        : `Inserts a rule before ${place(does.at)} of ${of} ${does.chain}.`;
    case 'replace':
      return `Replaces ${place(does.at)} of ${of} ${does.chain}.`;
    case 'delete':
      return `Deletes ${place(does.at)} of ${of} ${does.chain}.`;
    case 'add-chain':
    case 'create-chain':
      return does.policy === null
        ? `Makes the chain ${of} ${does.chain}.`
        : `Makes the chain ${of} ${does.chain}, or sets its policy to ${does.policy.toLowerCase()}.`;
    case 'delete-chain':
      return `Deletes the chain ${of} ${does.chain}.`;
    case 'flush-chain':
      return `Deletes all rules of ${of} ${does.chain}.`;
    case 'rename-chain':
      return `Renames ${of} ${does.chain} to ${does.to}.`;
    case 'add-table':
    case 'create-table':
      return `Makes the table ${of}.`;
    case 'delete-table':
      return `Deletes the table ${of} with all its chains.`;
    case 'flush-table':
      return `Deletes all rules of ${of}.`;
    case 'flush-ruleset':
      return 'Deletes everything that nft has.';
    case 'add-set':
      return `Makes the ${does.set.kind} ${does.set.name} of ${of}.`;
    case 'delete-set':
      return `Deletes the set ${does.set} of ${of}.`;
    case 'flush-set':
      return `Empties the set ${does.set} of ${of}.`;
    case 'add-elements':
    case 'create-elements':
      return `Puts ${elements(does.elements)} into the set ${does.set} of ${of}.`;
    case 'delete-elements':
      return `Takes ${elements(does.elements)} out of the set ${does.set} of ${of}.`;
  }
}

function ipset({ set, does }: Extract<Edit, { kind: 'ipset' }>): string {
  switch (does.op) {
    case 'add':
      return `Puts ${does.entry.element} into the set ${set}.`;
    case 'del':
      return `Takes ${does.entry.element} out of the set ${set}.`;
    case 'flush':
      return `Empties the set ${set}.`;
    case 'destroy':
      return `Deletes the set ${set}.`;
    case 'create':
      return `Makes the set ${set}.`;
    case 'swap':
      return `Exchanges the sets ${set} and ${does.with}.`;
    case 'rename':
      return `Renames the set ${set} to ${does.with}.`;
  }
}

function place({ by, value }: RuleAt): string {
  return by === 'handle' ? `the rule with handle ${value}` : `rule ${value + 1}`;
}

function elements(
  all: readonly { readonly key: readonly string[]; readonly value: string | null }[],
): string {
  const shown = all
    .slice(0, 4)
    .map(({ key, value }) => `${key.join(' . ')}${value === null ? '' : ` : ${value}`}`);
  return `${shown.join(', ')}${all.length > 4 ? ` and ${all.length - 4} more` : ''}`;
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
