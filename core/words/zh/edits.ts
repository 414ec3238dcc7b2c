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
      const verb = { add: '添加', append: '添加', prepend: '添加', replace: '放入', change: '修改', del: '删除' }[op]; // prettier-ignore
      const hops = route.nextHops.map(({ via, dev }) => [via === null ? '' : ` via ${via}`, dev === null ? '' : ` dev ${dev}`].join('')).join(' 和'); // prettier-ignore
      const type = route.type === 'unicast' ? '' : ` ${route.type} `;
      return `在路由表 ${route.table} 中${verb}到 ${route.prefix} 的${type}路由${op === 'del' ? '' : hops}。`;
    }
    case 'fib-rule':
      return `${edit.op === 'add' ? '添加' : '删除'}策略路由规则 ${edit.rule.text}。`;
    case 'address':
      return `在 ${edit.address.dev} 上${edit.op === 'del' ? '删除' : '添加'}地址 ${edit.address.address}/${edit.address.prefixLength}，以及随之而来的路由。`;
    case 'link': {
      const { up, mtu, master } = edit.set;
      const parts = [
        ...(up === null ? [] : [`将 ${edit.dev} 设为 ${up}${up === 'down' ? '，其路由随之消失' : ''}`]),
        ...(mtu === null ? [] : [`将 ${edit.dev} 的 MTU 设为 ${mtu}`]),
        ...(master === null
          ? []
          : [master === '' ? `让 ${edit.dev} 脱离其所属` : `让 ${edit.dev} 加入 ${master}`]),
      ];
      return parts.length === 0 ? '没有改动。' : `${parts.join('，并')}。`;
    }
    case 'sysctl':
      return `将 ${edit.key} 设为 ${edit.value}。`;
    case 'ipset':
      return ipset(edit);
    case 'conntrack':
      return '删除 conntrack 表项：这些连接的下一个包会开始新的连接。';
    case 'file':
      return `用 ${edit.path} 代替诊断包中同类的内容。`;
  }
}

function iptables({ table, does: change }: IptablesEdit): string {
  const chain = change.chain === null ? `${table} 的每条链` : ` ${table}/${change.chain} `;
  switch (change.op) {
    case 'append':
      return `在${chain}末尾添加一条规则。`;
    case 'insert':
      return `在${chain}中插入一条规则，作为第 ${change.number} 条。`;
    case 'replace':
      return `替换${chain}的规则 ${change.number}。`;
    case 'delete':
      return typeof change.which === 'number'
        ? `删除${chain}的规则 ${change.which}。`
        : `删除${chain}中第一条这样的规则。`;
    case 'policy':
      return `将${chain}的策略设为 ${change.policy}。`;
    case 'new-chain':
      return `新建链${chain}。`;
    case 'flush':
      return `删除${chain}的所有规则。`;
    case 'delete-chain':
      return change.chain === null ? `删除 ${table} 的用户自定义链。` : `删除链${chain}。`;
    case 'rename-chain':
      return `将${chain}改名为 ${change.to}。`;
  }
}

function nft({ family, table, does: change }: NftEdit): string {
  const of = `${family} ${table}`;
  switch (change.op) {
    case 'add':
      return change.at === null
        ? `在 ${of} ${change.chain} 末尾添加一条规则。`
        : `在 ${of} ${change.chain} 的${place(change.at)}之后添加一条规则。`;
    case 'insert':
      return change.at === null
        ? `在 ${of} ${change.chain} 开头插入一条规则。`
        : `在 ${of} ${change.chain} 的${place(change.at)}之前插入一条规则。`;
    case 'replace':
      return `替换 ${of} ${change.chain} 的${place(change.at)}。`;
    case 'delete':
      return `删除 ${of} ${change.chain} 的${place(change.at)}。`;
    case 'add-chain':
    case 'create-chain':
      return change.policy === null
        ? `新建链 ${of} ${change.chain}。`
        : `新建链 ${of} ${change.chain}，或将其策略设为 ${change.policy.toLowerCase()}。`;
    case 'delete-chain':
      return `删除链 ${of} ${change.chain}。`;
    case 'flush-chain':
      return `删除 ${of} ${change.chain} 的所有规则。`;
    case 'rename-chain':
      return `将 ${of} ${change.chain} 改名为 ${change.to}。`;
    case 'add-table':
    case 'create-table':
      return `新建表 ${of}。`;
    case 'delete-table':
      return `删除表 ${of} 及其所有链。`;
    case 'flush-table':
      return `删除 ${of} 的所有规则。`;
    case 'flush-ruleset':
      return '删除 nft 的全部内容。';
    case 'add-set':
      return `在 ${of} 中新建 ${change.set.kind} ${change.set.name}。`;
    case 'delete-set':
      return `删除 ${of} 的集合 ${change.set}。`;
    case 'flush-set':
      return `清空 ${of} 的集合 ${change.set}。`;
    case 'add-elements':
    case 'create-elements':
      return `将 ${elements(change.elements)} 加入 ${of} 的集合 ${change.set}。`;
    case 'delete-elements':
      return `将 ${elements(change.elements)} 从 ${of} 的集合 ${change.set} 中移除。`;
  }
}

function ipset({ set, does: change }: Extract<Edit, { kind: 'ipset' }>): string {
  switch (change.op) {
    case 'add':
      return `将 ${change.entry.element} 加入集合 ${set}。`;
    case 'del':
      return `将 ${change.entry.element} 从集合 ${set} 中移除。`;
    case 'flush':
      return `清空集合 ${set}。`;
    case 'destroy':
      return `删除集合 ${set}。`;
    case 'create':
      return `新建集合 ${set}。`;
    case 'swap':
      return `交换集合 ${set} 和 ${change.with}。`;
    case 'rename':
      return `将集合 ${set} 改名为 ${change.with}。`;
  }
}

function place({ by, value }: RuleAt): string {
  return by === 'handle' ? ` handle 为 ${value} 的规则` : `规则 ${value + 1} `;
}

function elements(
  all: readonly { readonly key: readonly string[]; readonly value: string | null }[],
): string {
  const shown = all
    .slice(0, 4)
    .map(({ key, value }) => `${key.join(' . ')}${value === null ? '' : ` : ${value}`}`);
  return `${shown.join('、')}${all.length > 4 ? `，另有 ${all.length - 4} 个` : ''}`;
}
