import type { OpenFact, Premise } from '../../model/open-fact.ts';
import { counted } from './numbers.ts';

/** What the bundle lacks, as a noun phrase: completes "缺少……，无法得知路由决定". */
export function openFact(fact: OpenFact): string {
  switch (fact.kind) {
    case 'ip-rules':
      return '策略路由规则（ip rule）';
    case 'other-ip-rules':
      return '其他策略路由规则';
    case 'selecting-ip-rule':
      return '策略路由规则的选择条件';
    case 'ip-rules-changed':
      return '策略路由规则是否曾被添加或删除';
    case 'ip-rule-action':
      return `策略路由规则“${fact.rule}”的动作`;
    case 'ip-rule-selects':
      return `策略路由规则“${fact.rule}”是否选中发往 ${fact.dst} 的包`;
    case 'vrf':
      return `${fact.dev} 的 VRF`;
    case 'table':
      return `路由表 ${fact.table}`;
    case 'other-routes':
      return `路由表 ${fact.table} 的其他路由`;
    case 'route-prefix':
      return `路由“${fact.route}”的前缀`;
    case 'dead-end-type':
      return `路由“${fact.route}”属于哪种拒绝类型`;
    case 'other-hops':
      return `路由“${fact.route}”的其他下一跳和 TOS`;
    case 'next-hop':
      return `该包使用路由“${fact.route}”的哪个下一跳`;
    case 'route-source':
      return '该包或按源路由的源地址';
    case 'own-address':
      return `${fact.address} 是否为本机地址`;
    case 'device-address':
      return `${fact.dev} 是否有 IPv4 地址`;
    case 'setting':
      return `${fact.dev} 的 ${fact.name}（net.ipv4.${fact.keys.join(' 和 ')}）`;
    case 'sysctl':
      return fact.key;
    case 'membership':
      return `${fact.dev} 是否为组 ${fact.group} 的成员`;
    case 'sending-interface':
      return `${fact.src ?? '发送方'} 向 ${fact.dst} 发送所用的接口`;
    case 'mtu':
      return `${fact.dev ?? '出接口'} 的 MTU`;
    case 'aggregate':
      return `这 ${counted(fact.bytes, '字节')}是作为一个包到来，还是由 GRO 合并的多个分段`;
    case 'redacted-source':
      return '已被脱敏的源地址';
    case 'redacted-destination':
      return '已被脱敏的目的地址';
    case 'routing-state':
      return '主机的路由状态（规则、路由、地址、sysctl）';
  }
}

/** What is taken for granted, as a clause: completes "假设……". */
export function premise(taken: Premise): string {
  switch (taken.kind) {
    case 'no-own-ip-rules':
      return '主机只有内核自带的策略路由规则';
    case 'no-earlier-ip-rule':
      return '没有其他策略路由规则先选中它';
    case 'ip-rules-changed':
      return taken.ever ? '此前曾添加或删除过策略路由规则' : '从未添加或删除过策略路由规则';
    case 'ip-rule-selects':
      return `策略路由规则“${taken.rule}”${taken.selects ? '选中它' : '不选中它'}`;
    case 'own-address':
      return `${taken.address} ${taken.isOwn ? '是' : '不是'}本机地址`;
    case 'device-address':
      return `${taken.dev} ${taken.has ? '有' : '没有'} IPv4 地址`;
    case 'setting':
      return `${taken.dev} 的 ${taken.name} 为 ${taken.value}`;
    case 'sysctl':
      return `${taken.key} 为 ${taken.value}`;
    case 'forwards-as-host':
      return `${taken.dev} 的转发与 net.ipv4.ip_forward 一致`;
    case 'mtu':
      return `${taken.dev ?? '出接口'} 的 MTU ${taken.suffices ? '不小于' : '小于'} ${taken.bytes}`;
    case 'aggregate':
      return taken.joined ? 'GRO 合并了大小合适的分段' : '它是作为一个包到来的';
    case 'next-hop':
      return `它使用${taken.hop === null ? '未知的下一跳' : `下一跳 ${taken.hop}`}`;
    case 'way-back':
      return `回到源地址${taken.source === null ? '' : ` ${taken.source} `}的路由与 ${taken.dev} ${taken.suits ? '相符' : '不符'}`;
    case 'plain-route':
      return `路由“${taken.route}”只有一个下一跳且没有 TOS`;
  }
}
