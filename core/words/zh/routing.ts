import type { CauseFinding, RoutingCauseKind } from '../../model/cause.ts';
import { assertNever } from '../../model/family.ts';
import type { RoutingStep } from '../../model/journey.ts';
import type { RoutedTo } from '../../model/routed-to.ts';
import type { MartianDestination, SourceReason } from '../../model/routing-reason.ts';
import { listed } from './lists.ts';
import { openFact } from './open-facts.ts';

/** Where routing sends a packet: `via 10.2.0.254 dev eth1`, `到本机`, or why it refuses. */
export function decision(to: RoutedTo): string {
  switch (to.kind) {
    case 'drop':
      return refusal(to.cause);
    case 'local':
      return '到本机';
    case 'broadcast':
      return '作为广播到本机';
    case 'forward':
    case 'send':
      return nextHops(to.hops);
  }
}

/** `via 10.2.0.254 dev eth1 或 dev eth2` */
export function nextHops(
  hops: readonly { readonly dev: string | null; readonly via: string | null }[],
): string {
  return hops.map(({ dev, via }) => (via === null ? `dev ${dev}` : `via ${via} dev ${dev}`)).join(' 或 ');
}

/** A replayed decision with the route that made it: `从 eth1 发出，路由：10.2.0.0/24 dev eth1 proto kernel`. */
export function step({ decision: to, without }: Pick<RoutingStep, 'decision' | 'without'>): string {
  const open = without.length === 0 ? '' : `（缺少${listed(without.map(openFact))}，不确定）`;
  return `${routed(to)}${open}`;
}

function routed(to: RoutedTo): string {
  switch (to.kind) {
    case 'drop':
    case 'broadcast':
      return decision(to);
    case 'local':
      return `${decision(to)}${byRoute(to.route)}`;
    case 'forward':
    case 'send': {
      const out = to.hops.map(({ dev, via }) => `${dev}${via === null ? '' : ` via ${via}`}`).join(' 或 ');
      return `从 ${out} 发出${byRoute(to.route)}`;
    }
  }
}

function byRoute(route: string | null): string {
  return route === null || route === '' ? '' : `，路由：${route}`;
}

/** Why routing refuses a packet, as a clause. */
export function refusal(cause: CauseFinding<RoutingCauseKind>): string {
  switch (cause.kind) {
    case 'no-route':
      return `所查询的路由表中都没有到 ${cause.parameters.destination} 的路由`;
    case 'blackhole':
    case 'unreachable':
    case 'prohibit': {
      const { destination, by } = cause.parameters;
      return `${destination} 匹配${by.kind === 'route' ? '路由' : '策略路由规则'}“${by.text}”`;
    }
    case 'rp-filter':
    case 'martian-source':
      return sourceReason(cause.parameters.reason, cause.parameters.source);
    case 'ip-forward-disabled':
      return cause.parameters.interface === null
        ? ' IPv6 转发未开启'
        : ` ${cause.parameters.interface} 上的转发未开启`;
    case 'ttl-expired':
      return `${cause.parameters.family === 'ipv6' ? 'hop limit' : 'TTL'} ${cause.parameters.ttl} 已耗尽`;
    case 'mtu-exceeded': {
      const { length, mtu, interface: dev } = cause.parameters;
      return `其 ${length} 字节超过了 ${dev ?? '出接口'} 的 MTU${mtu === null ? '' : `（${mtu}）`}`;
    }
    case 'other':
      return cause.parameters.kind === 'recorded' ? '内核丢弃了它' : martianDestination(cause.parameters);
    default:
      return assertNever(cause);
  }
}

/** What source validation found. `source` is null where it is not to be named, or is redacted. */
export function sourceReason(reason: SourceReason, source: string | null = null): string {
  const it = source === null || source === '' ? '该源地址' : `源地址 ${source} `;
  switch (reason.kind) {
    case 'rp-filter-off':
      return 'rp_filter 未开启';
    case 'came-over-lo':
      return '该包从 lo 进入';
    case 'no-route-back':
      return `没有回到${it}的路由`;
    case 'as-logged':
      return `内核将${it}在那里记录为 martian source，或没有经该接口返回的路由（rp_filter）`;
    case 'own-address':
      return `${it}是本机的地址，而 accept_local 未开启`;
    case 'multicast':
      return `${it}是组播地址`;
    case 'broadcast':
      return `${it}是广播地址`;
    case 'unspecified':
      return `${it}是未指定地址`;
    case 'loopback':
      return `${it}是环回地址，而 route_localnet 未开启`;
    case 'route-type':
      return `${it}是 ${reason.type} 类型的地址`;
    case 'route-back-refuses':
      return `回到${it}的路由是 ${reason.type} 类型`;
    case 'same-interface':
      return `回到${it}的路由经由 ${reason.interface}`;
    case 'other-interface':
      return `回到${it}的路由经由 ${interfaces(reason.leavesBy)}，而不是 ${reason.interface}`;
    case 'no-address':
      return `回到${it}的路由经由 ${interfaces(reason.leavesBy)}，而 ${reason.interface} 没有地址`;
    case 'loose':
      return `宽松模式；回到${it}的路由经由 ${interfaces(reason.leavesBy)}`;
    case 'route-back-assumed':
      return `回到${it}的路由与该接口${reason.suits ? '相符' : '不符'}`;
    default:
      return assertNever(reason);
  }
}

function interfaces(names: readonly (string | null)[]): string {
  return names.map((name) => name ?? '未知接口').join(' 或 ');
}

function martianDestination(reason: MartianDestination): string {
  switch (reason.kind) {
    case 'as-logged':
      return `内核在那里将 ${reason.destination} 记录为 martian destination`;
    case 'unspecified':
      return `目的地址 ${reason.destination} 是未指定地址（martian destination）`;
    case 'loopback':
      return `目的地址 ${reason.destination} 是环回地址，而 route_localnet 未开启（martian destination）`;
    case 'route-type':
      return `目的地址 ${reason.destination} 是 ${reason.type} 类型的地址（martian destination）`;
    case 'source-of-link':
      return `来自 ${reason.source} 的包不会被转发：该地址只在其自身链路上有效`;
  }
}
