import type { Cause, CauseKind, Ground } from '../../model/cause.ts';
import { type KindWords, kinds } from './cause-kinds.ts';
import { listed } from './lists.ts';
import { openFact, premise } from './open-facts.ts';
import { ruleOf, ruleOrPolicy } from './places.ts';

/** What a cause of that kind is called in a list, and in the filter's menu. */
export function title(kind: CauseKind): string {
  return kinds[kind].title;
}

/** One sentence: what happened to the packets and why, with the rule's text where a rule did it. No full stop. */
export function summary(cause: Cause): string {
  return sentence(cause, cause.text);
}

/** The same without the rule's text, for where that stands beside it. */
export function withoutRule(cause: Cause): string {
  return sentence(cause, null);
}

/** Of a dead end whose packets died in `variants` slightly different ways, the most frequent one. */
export function deadEnd(cause: Cause, variants: number): string {
  return variants < 2 ? summary(cause) : `${summary(cause)}（另有 ${variants - 1} 种同类情形）`;
}

/** One sentence: what usually ends it. No full stop. */
export function remedy(cause: Cause): string {
  const { remedy: say } = kinds[cause.kind] as KindWords<CauseKind>;
  return say(cause.parameters, cause);
}

function sentence(cause: Cause, text: string | null): string {
  const words = kinds[cause.kind] as KindWords<CauseKind>;
  const parameters = cause.parameters as never;
  const { grounds } = cause;
  const why = [words.why(parameters, cause), ...grounds.map(reasonOf)].filter((each) => each !== null);
  const doubts = grounds.map(doubtOf).join('');
  const after = grounds.some(({ kind }) => kind === 'after-log-rule')
    ? '（在最后一条匹配的 LOG 规则之后）'
    : '';
  const what = `${ended(cause, words.how(parameters, cause))}${after}`;
  const rest = why.length === 0 ? doubts : `：${why.join('；')}${doubts}`;
  if (text === null) return `${what}${rest}`;
  return rest === '' ? `${what}：${text}` : `${what}（${text}）${rest}`;
}

function ended({ kind, confidence }: Cause, how: string): string {
  if (kind === 'no-listener') return `已送达，${how}`;
  return `${confidence === 'possible' ? '可能' : ''}${how}${kind === 'reject' ? '拒绝' : '丢弃'}`;
}

/** Grounds that are reasons. */
function reasonOf(ground: Ground): string | null {
  switch (ground.kind) {
    case 'logs-and-decides':
      return '该规则既记录日志又作出裁决';
    case 'no-line-of':
      return `之后没有 ${ground.chain} 的日志行${ground.counted ? '，而且其计数器显示没有包不留日志行地通过' : ''}`;
    case 'policy-accepts-now':
      return '文件中的策略是 ACCEPT，但该表在记录日志之后已有改动';
    case 'not-captured':
      return `在 ${ground.interface} 上的抓包中没有看到该包离开`;
    case 'not-traced':
      return `该包在途中会遇到它，而跟踪不显示 ${ground.side === 'nft' ? 'nftables' : 'iptables-legacy'} 的链`;
    case 'trace-switched-off':
      return `${ruleOf(ground.place)} 此前关闭了对它的跟踪（meta nftrace set 0），它在其后遇到了此处`;
    case 'answered-by-host':
      return '日志显示主机应答了遇到它的包';
    case 'answered-with-reset':
      return '主机以 RST 应答';
    default:
      return null;
  }
}

/** Grounds that limit the claim, with the punctuation that joins them to it. */
function doubtOf(ground: Ground): string {
  switch (ground.kind) {
    case 'rule-unknown':
      return ground.why === 'ruleset-changed'
        ? '。规则集此后已有改动，因此不知道该规则的内容'
        : '。诊断包中没有规则集显示该规则';
    case 'martian-logged':
      return '；内核将其记录为 martian source';
    case 'others-vanished':
      return '；但路由本会放行的其他包也在那里消失，因此诊断包未显示的某种原因也可能拦下了这个包';
    case 'alike-forwarded':
      return '；但日志显示另一个源和目的都相同的包得到了转发，因此该路由可能是另一时刻的';
    case 'lines-of-rule-lost':
      return `；但日志缺行：本应记录它的 ${ruleOf(ground.place)} 计数为 ${ground.counted} 个包，而日志中只有它的 ${ground.lines} 行`;
    case 'stopped-too-many':
      return `；但日志缺行：看似有 ${ground.seeming} 个包止于此处，而其计数为 ${ground.counted}`;
    case 'unless-rewritten':
      return '；除非 NAT 改写了目的地址，而这一日志行不会显示这一点';
    case 'unless-marked':
      return `；除非它带有策略路由规则“${ground.rule}”所要求的标记：诊断包中没有规则设置该标记，这一日志行也不会显示它`;
    case 'assuming':
      return `（假设：${listed(ground.premises.map(premise))}）`;
    case 'not-in-bundle':
      return `；诊断包中没有：${ground.facts.map(openFact).join('、')}`;
    case 'log-ends':
      return '；但日志到此结束，后续路径的日志行可能缺失';
    case 'other-causes':
      return `；${listed(ground.causes, 'or')}同样可以解释`;
    case 'other-places':
      return `；${listed(ground.places.map(ruleOrPolicy), 'or')}同样可以解释`;
    case 'not-counted':
      return `，尽管内核没有计数到这种丢包（${ground.counter} 为 0）`;
    case 'files-differ':
      return `；但 ${ground.other} 与 ${ground.file} 的内容不一致，无法判断哪一个属于记录日志的时间`;
    case 'damaged':
      return `；但${ground.file === null ? '其日志' : ` ${ground.file} `}已损坏，可能有误`;
    case 'recorded-drop':
      return `；内核记录了对它的丢弃${ground.reason === null ? '' : `，原因为 ${ground.reason}`}${ground.location === null ? '' : `，位于 ${ground.location}()`}`;
    case 'captured-leaving':
      return `；但在 ${ground.interface} 上的抓包显示该包已离开`;
    default:
      return '';
  }
}
