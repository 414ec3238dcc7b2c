/** Stands in the collector's script above what the case lacks. */
export const asked = '本案例还缺少：';

export const nothingLacks = '诊断包中没有缺少任何能解决未决问题的材料；脚本会收集全部内容';

/** The dialog that saves the script. */
export const dialog = {
  open: '给客户的脚本…',
  openTip: '由客户运行的脚本：跟踪此流，并读取案例缺少的内容',
  title: '给客户的脚本',
  about:
    '客户以 root 身份运行的 shell 脚本。它先说明要做什么，跟踪该流两个方向上的若干个包，读取规则、路由和设置，无论如何结束都会撤掉跟踪，最后写出一个归档文件。密钥不会被收集。',
  flow: '流',
  flowHint: '留空：不跟踪，只读取案例缺少的内容。',
  seconds: '最多秒数',
  packets: '最多包数',
  lacks: '案例缺少的内容',
  save: '保存脚本…',
  saved: (name: string): string => `已保存为 ${name}。客户以 root 身份运行：`,
  copyCommand: '复制该命令',
} as const;
