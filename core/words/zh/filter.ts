/** What the filter field says about its text. */

export function unclosedQuote(): string {
  return '引号没有闭合。';
}

export function unclosedBracket(): string {
  return '括号没有闭合。';
}

export function strayBracket(): string {
  return '此括号没有对应的开括号。';
}

/** After `not`, `and` or `or`. */
export function noTerm(word: string): string {
  return `“${word}”之后需要一个条件。`;
}

/** Of `or` or `and` at the beginning. */
export function noTermBefore(word: string): string {
  return `“${word}”之前需要一个条件。`;
}

export function strayComparison(sign: string): string {
  return `“${sign}”之前需要一个字段，例如 ttl ${sign} 3。`;
}

export function noValue(word: string, example: string): string {
  return `“${word}”需要一个值，例如 ${example}。`;
}

export function wrongValue(word: string, value: string, example: string): string {
  return `“${word}”不能是“${value}”。请写成 ${example}。`;
}

export function onlyNumbersCompare(word: string, sign: string): string {
  return `“${word}”没有大小之分，不能用“${sign}”。`;
}

export function nearWord(word: string, near: string): string {
  return `“${word}”按文本搜索。是否想输入“${near}”？`;
}

export function searchedFor(word: string): string {
  return `在地址、端口、接口、协议、链和原因中搜索“${word}”。`;
}
