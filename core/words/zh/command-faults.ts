import { grouped } from '../../model/grouped.ts';
import type { QueryFault } from '../../model/query-fault.ts';
import { listed } from './lists.ts';
import { counted } from './numbers.ts';

export const noBundle = '没有指定诊断包';
export const jsonOrHtml = '--json 与 --html FILE 不能同时使用';
export const twoBundles = 'diff 需要两个诊断包：之前的采集和之后的采集';
export const noDescription = '没有可分析的内容：诊断包中没有规则集、路由、地址或 sysctl';
/** Of a line in a list of packets. */
export const noPacket = '该行不是描述包的 JSON 对象';
export const noFiles = '没有可分析的内容：诊断包中没有文件';

/** An option that a command can't do without. */
export function optionMissing(option: string): string {
  return `缺少 --${option}`;
}

/** `completion` was not told for which shell. */
export function noShell(shells: readonly string[]): string {
  return `completion 需要 ${listed(shells, 'or')} 之一`;
}

export function exportedBefore(folder: string): string {
  return `${folder} 已存在；没有写入任何内容`;
}

/** `reason`: the operating system's. */
export function bundleUnreadable(reason: string): string {
  return `无法读取诊断包：${reason}`;
}

export function outputUnwritable(reason: string): string {
  return `无法写入输出：${reason}`;
}

export function fileUnreadable(file: string, reason: string): string {
  return `${file}：无法读取：${reason}`;
}

/** A symbolic link in a bundle's folder. */
export function linkLeavesFolder(file: string): string {
  return `${file}：指向文件夹之外的链接：已略去`;
}

/** `kern.log.gz：压缩文件提前结束：……` */
export function unread(file: string | null, message: string): string {
  return file === null ? message : `${file}：${message}`;
}

export function moreUnread(count: number): string {
  return `另有 ${grouped(count)} 条同类说明：见分析的说明部分`;
}

/** Why nothing of the bundle could be analysed. */
export function nothingToAnalyse(file: string | null, message: string): string {
  return `没有可分析的内容：${file ?? '诊断包'}：${message}`;
}

/** `why` is what the bundle's own files show as the reason; null where they show none. */
export function noTraceLine(
  files: number,
  why: { readonly at: string; readonly message: string } | null,
): string {
  const where = files === 1 ? '该文件' : counted(files, '个文件');
  return `没有可分析的内容：${where}中没有 iptables TRACE 的行${why === null ? '' : `：${why.at}：${why.message}`}`;
}

export function nothingToCompare(bundle: string): string {
  return `${bundle} 中没有可比较的内容`;
}

/** Where the replacements of a redaction are; `replaced`: there was a file of that name. */
export function replacementList(file: string, replaced: boolean): string {
  return `替换列表已写入 ${file}${replaced ? '，替换了原有文件' : ''}；请自行保管`;
}

/** What is wrong with the options of a question. */
export function queryFault(fault: QueryFault): string {
  switch (fault.kind) {
    case 'missing':
      return `缺少 --${fault.option}`;
    case 'in-or-local':
      return '需要 --in IF 或 --local';
    case 'no-address':
      return `--${fault.option} ${fault.text} 不是地址`;
    case 'two-families':
      return `--${fault.options[0]} 与 --${fault.options[1]} 属于不同的地址族`;
    case 'iif-without-from':
      return '--iif 需要 --from：进入的包有源地址';
    case 'no-protocol':
      return `--proto ${fault.text} 不是协议`;
    case 'no-state':
      return `--state ${fault.text} 不是 ${fault.states.join('、')} 之一`;
    case 'no-ports':
      return `${fault.protocol} 没有端口`;
    case 'flags-without-tcp':
      return '--tcp-flags 需要 --proto tcp';
    case 'no-flags':
      return `--tcp-flags ${fault.text}：没有这样的标志`;
    case 'no-number':
      return `--${fault.option} ${fault.text}：必须是不大于 ${fault.most} 的数字`;
    case 'no-interface':
      return `诊断包中没有接口 ${fault.name}，只有 ${fault.interfaces.join('、')}`;
    case 'no-disposition':
      return `--end ${fault.text} 不是 ${fault.dispositions.join('、')} 之一`;
    case 'no-place':
      return `--through ${fault.text}：需要 TABLE/CHAIN 或 TABLE/CHAIN:N`;
    case 'place-unknown':
      return fault.rules === null
        ? `--through ${fault.text}：主机没有这条链`
        : `--through ${fault.text}：该链有 ${counted(fault.rules, '条规则')}`;
    case 'no-host':
      return `诊断包中没有描述主机 ${fault.name}`;
    case 'several-hosts':
      return `诊断包描述了多台主机；请用 --host 选择一台：${fault.hosts.join('、')}`;
  }
}

/** Options of the server for browsers. */
export const server = {
  port: (text: string): string => `--port 应为 0 到 65535 的数字，而不是 ${JSON.stringify(text)}`,
  token: '--token 应为 16 到 256 个字母、数字、- 和 _；不指定则自动生成',
  /** Shown in the browser where the token is missing. */
  forbidden: '请打开 Netopsy 打印出的地址。',
  portTaken: '另一个程序正在使用它',
  cannotListen: (port: string, reason: string): string => `无法监听端口 ${port}：${reason}`,
} as const;
