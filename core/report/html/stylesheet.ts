import { graphStyles } from './graph-styles.ts';
import { lightColours } from './light-colours.ts';

/**
 * How a report looks: the window's colours, one column of text and tables, the contents beside it where there is room.
 * Colour means one thing. Red: packets died here. Amber: not certain. A mark goes with both.
 */
export const stylesheet = `
:root {
  color-scheme: light dark;
  ${lightColours}
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ground: #15171a; --sunken: #1c1f22; --line: #33383d; --line-strong: #5b636b;
    --ink: #e9ebed; --ink-2: #b4bac0; --ink-3: #959ca3; --way: #687078;
    --dead: #ff8782; --dead-ground: #3a1d1f; --unsure: #e6b24e; --gained: #7db7ff; --fewer: #d79af0;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { scroll-padding-top: 12px; -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--ground); color: var(--ink);
  font: 13.5px / 1.45 var(--sans); font-variant-numeric: tabular-nums;
}
h1, h2, h3, h4, p, dl, dd, ul, figure, table { margin: 0; padding: 0; }
h1 { font-size: 22px; line-height: 1.25; font-weight: 650; overflow-wrap: anywhere; }
h2 { font-size: 17px; font-weight: 650; line-height: 1.3; }
h3 { font-size: 14.5px; font-weight: 650; line-height: 1.4; }
h4, caption { font-size: 12px; font-weight: 650; line-height: 1.4; color: var(--ink-2); text-align: left; }
a { color: inherit; text-decoration-color: var(--line-strong); text-underline-offset: 2px; }
a:hover { text-decoration-color: currentColor; }
:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; }
code, .mono, .ref { font-family: var(--mono); font-size: 12px; overflow-wrap: anywhere; }
.ref { color: var(--ink-2); overflow-wrap: anywhere; }
td, h1, dd, code, .mono, .ref { unicode-bidi: isolate; }
.quiet, .left-out { color: var(--ink-3); }
.left-out { margin-top: 4px; font-size: 12px; }
.nowrap { white-space: nowrap; }
.dead { color: var(--dead); }
.unsure { color: var(--unsure); }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

body { display: grid; grid-template-columns: 196px minmax(0, 1060px); column-gap: 36px; padding: 26px 32px 48px; }
nav { position: sticky; top: 26px; align-self: start; font-size: 12.5px; }
nav .product { font-weight: 650; margin-bottom: 10px; }
nav ul { list-style: none; border-left: 1px solid var(--line); }
nav a { display: block; padding: 3px 0 3px 12px; color: var(--ink-2); text-decoration: none; }
nav a:hover { color: var(--ink); text-decoration: underline; }

header { padding-bottom: 16px; border-bottom: 1px solid var(--line-strong); }
.kind { color: var(--ink-3); font-size: 12.5px; }
.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); column-gap: 16px; font-size: 12.5px; }
header .facts { margin-top: 8px; }
.facts div { display: contents; }
.facts dt { color: var(--ink-3); }
.facts dd { overflow-wrap: anywhere; }
section { padding-top: 26px; }
section > h2 { margin-bottom: 8px; }
#answer { padding-top: 18px; }
#answer > h2 { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.headline { font-size: 20px; line-height: 1.3; font-weight: 400; }
.headline b { font-weight: 650; }
.plain { max-width: 78ch; margin: 8px 0 16px; font-size: 14.5px; line-height: 1.5; }
.counts { display: flex; flex-wrap: wrap; margin-top: 16px; border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); }
.counts div { display: flex; flex-direction: column-reverse; padding: 7px 26px 7px 0; }
.counts dd { font-size: 17px; font-weight: 650; line-height: 1.25; }
.counts dt { font-size: 12px; color: var(--ink-2); }
.counts .dead dt { color: var(--dead); }
.counts .unsure dt { color: var(--unsure); }

table { width: 100%; border-collapse: collapse; font-size: 12.5px; }
table + table, p + table, figure + details, .left-out + table { margin-top: 14px; }
section > p { max-width: 90ch; color: var(--ink-2); }
section > p.headline, section > p.plain { color: var(--ink); }
section > p + table { margin-top: 10px; }
caption { padding: 0 0 3px; }
caption.mono { font-family: var(--mono); color: var(--ink); }
th, td { padding: 3px 14px 3px 0; text-align: left; vertical-align: baseline; border-bottom: 1px solid var(--line); }
th:last-child, td:last-child { padding-right: 0; }
thead th { font-size: 11.5px; font-weight: 500; color: var(--ink-3); border-bottom-color: var(--line-strong); white-space: nowrap; }
td { overflow-wrap: anywhere; }
.number { text-align: right; white-space: nowrap; width: 1%; overflow-wrap: normal; }
tr.quiet td { color: var(--ink-3); }
.policy { color: var(--ink-2); }
.dead-ends td { padding-top: 6px; padding-bottom: 6px; font-size: 13.5px; }
.dead-ends .number.dead, .dead-ends .number.unsure { font-weight: 650; }
.own { max-width: 78ch; font-size: 14.5px; line-height: 1.5; white-space: pre-wrap; overflow-wrap: anywhere; }
.own + .own-notes { margin-top: 10px; }
.own-notes dt { color: var(--ink-2); font-size: 12px; } .own-notes dd { margin-bottom: 6px; white-space: pre-wrap; overflow-wrap: anywhere; }
.dead-ends th:nth-last-child(-n + 2), .dead-ends td:nth-last-child(-n + 2), .files .number { white-space: nowrap; width: 1%; }
.bar { display: block; width: 100%; max-width: 260px; height: 3px; margin-top: 4px; background: var(--sunken); }
.bar rect { fill: var(--dead); }

article { padding-top: 14px; margin-top: 14px; border-top: 1px solid var(--line-strong); }
section > h2 + article { border-top: 0; margin-top: 0; padding-top: 2px; }
article > h4, article > table, article > .whole { margin-top: 14px; }
article > h4 + table, h4 + .lines { margin-top: 3px; }
article > h4 .mono { font-weight: 500; color: var(--ink); }
.rank { display: inline-block; min-width: 1.5em; padding: 0 5px; margin-right: 4px; border: 1px solid var(--line-strong); border-radius: 3px; font-size: 12px; line-height: 1.45; text-align: center; color: var(--ink-2); vertical-align: 1px; }
.tally { margin-top: 4px; color: var(--ink-2); }
.rule { margin-top: 6px; padding: 4px 8px; background: var(--sunken); }
.flows td:nth-last-child(n + 2), .flows th:nth-last-child(n + 2) { white-space: nowrap; }
.flows td:nth-last-child(n + 2) { width: 1%; padding-right: 26px; }
.flows td.mono { white-space: nowrap; }
.journey td { border-bottom-color: transparent; padding-top: 2px; padding-bottom: 2px; }
.journey td:not(:nth-child(5)) { width: 1%; white-space: nowrap; overflow-wrap: normal; }
.journey .routing td { border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); }
.journey .end td { background: var(--dead-ground); }
.journey .d1 { padding-left: 12px; } .journey .d2 { padding-left: 24px; } .journey .d3 { padding-left: 36px; }
.journey .d4 { padding-left: 48px; } .journey .d5 { padding-left: 60px; } .journey .d6 { padding-left: 72px; }
.proof { color: var(--ink-2); font-size: 12px; }
.proof .ref { margin-right: 6px; }
.rewrite { color: var(--ink-2); }
.rewrite s { color: var(--ink-3); }
.lines td { border-bottom: 0; padding: 1px 14px 1px 8px; background: var(--sunken); }
.lines td:first-child { width: 1%; white-space: nowrap; }
.lines td.mono { white-space: pre-wrap; }
.misses td:last-child, .misses td:first-child { min-width: 13em; }
.misses td:first-child { width: 1%; padding-right: 20px; }
.routing-table td:nth-last-child(3) { min-width: 16em; }
.ruleset-diff { margin-top: 16px; }
.rules { margin-top: 16px; table-layout: fixed; }
.rules th:nth-child(-n + 2) { width: 76px; } .rules th:nth-child(3) { width: 52px; } .rules th:last-child { width: 56px; text-align: right; }
.rules td, .rules th { padding-top: 2px; padding-bottom: 2px; }
.rules .ref { text-align: right; }

figure { margin-top: 10px; }
figcaption { font-size: 12px; font-weight: 650; color: var(--ink-2); margin-bottom: 4px; }
.graph-scroll { overflow-x: auto; background: var(--ground); border: 1px solid var(--line); padding: 8px; }
${graphStyles}.more, .added { color: var(--gained); } .fewer, .removed { color: var(--fewer); }
.changed-flows td { padding-top: 6px; padding-bottom: 6px; }
.outcomes { margin-top: 8px; }
.outcomes th { width: 1%; font-weight: 500; color: var(--ink-2); white-space: nowrap; padding-right: 18px; }
.aligned td { border-bottom-color: transparent; padding-top: 2px; padding-bottom: 2px; width: 50%; }
.aligned td:first-child { width: 1%; }
.aligned .parting td { border-top: 2px solid var(--ink); }
.aligned .apart td { background: var(--sunken); }
.aligned .where { margin-right: 8px; }
details { margin-top: 10px; }
summary { cursor: pointer; color: var(--ink-2); font-size: 12.5px; }
footer { margin-top: 34px; padding-top: 12px; border-top: 1px solid var(--line-strong); color: var(--ink-2); font-size: 12px; }
footer p { max-width: 90ch; }
footer p + p { margin-top: 6px; }

@media screen and (min-width: 2000px) {
  .pair { display: grid; grid-template-columns: 1fr 1fr; column-gap: 18px; width: calc(100vw - 296px); }
}
@media screen and (max-width: 900px) {
  body { display: block; padding: 18px 16px 32px; }
  nav { position: static; margin-bottom: 16px; }
  nav .product { display: none; }
  nav ul { display: flex; flex-wrap: wrap; border: 0; gap: 0 14px; }
  nav a { padding: 2px 0; text-decoration: underline; }
  table { display: block; overflow-x: auto; }
  .graph { max-width: none; }
}
@media screen and (max-width: 560px) {
  .facts { display: block; }
  .facts div { display: block; margin-bottom: 4px; }
}

@page { margin: 14mm 13mm 16mm; @bottom-right { content: counter(page) ' / ' counter(pages); font: 8pt sans-serif; color: #656c74; } }
@page wide { size: landscape; }
@media print {
  body { display: block; padding: 0; font-size: 9.5pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  nav { display: none; }
  h1 { font-size: 17pt; } h2 { font-size: 13pt; } h3 { font-size: 10.5pt; }
  .headline { font-size: 14pt; } .plain { font-size: 10.5pt; }
  table, .facts { font-size: 8.5pt; } .dead-ends td { font-size: 9.5pt; }
  code, .mono, .ref, h4, caption, .left-out, .proof, footer { font-size: 8pt; }
  thead th { font-size: 7.5pt; }
  a { text-decoration: none; }
  h2, h3, h4, caption, .tally, .rule, figcaption { break-after: avoid; break-inside: avoid; }
  section > p { break-after: avoid; }
  tr, .counts, figure, .whole { break-inside: avoid; }
  details:not([open]) { display: none; }
  thead { display: table-header-group; }
  section { padding-top: 18pt; }
  .graph-scroll { border: 0; padding: 0; overflow: visible; }
  .graph { width: 100%; max-width: 100%; max-height: 225mm; }
  p { orphans: 3; widows: 3; }
}
`;
