/** Stands in the collector's script above what the case lacks. */
export const asked = '本案例还缺少：';

export const nothingLacks = '诊断包中没有缺少任何能解决未决问题的材料；脚本会收集全部内容';
