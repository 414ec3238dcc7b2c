/** How a graph looks, as the window draws it: in a report, and in a file of its own. */
export const graphStyles = `.graph { display: block; height: auto; max-width: 100%; font-family: var(--mono); font-size: 11px; }
.graph text { fill: var(--ink); }
.graph .middle { text-anchor: middle; }
.graph .ground { fill: var(--sunken); }
.graph .heading { fill: var(--ink-3); font-family: var(--sans); }
.graph .node rect { fill: var(--ground); stroke: var(--line-strong); } .graph .node.family rect { stroke-width: 2.5; }
.graph .in rect, .graph .out rect, .graph .local rect, .graph .routing rect { fill: var(--sunken); }
.graph .lost rect { stroke: var(--unsure); stroke-dasharray: 4 3; }
.graph .lost text { fill: var(--unsure); }
.graph .drop rect { fill: var(--dead-ground); }
.graph .drop text { fill: var(--dead); font-family: var(--sans); font-weight: 650; }
.graph .drop.appeared rect { fill: var(--dead); } .graph .drop.appeared text { fill: var(--ground); }
.graph path.way, .graph path.unsure { fill: none; stroke: var(--way); }
.graph path.dying { fill: none; stroke: var(--dead); } .graph .head.dying path { fill: var(--dead); }
.graph path.unsure { stroke: var(--unsure); stroke-dasharray: 5 4; }
.graph .head path { fill: var(--way); }
.graph .head.unsure path { fill: var(--unsure); }
.graph path.more { fill: none; stroke: var(--gained); } .graph path.fewer { fill: none; stroke: var(--fewer); }
.graph path.none { stroke-dasharray: 4 4; }
.graph .head.more path { fill: var(--gained); } .graph .head.fewer path { fill: var(--fewer); }
.graph .node.none text { fill: var(--ink-3); } .graph .node.none rect { stroke: var(--line); }
.graph .node.appeared rect { stroke: var(--gained); stroke-width: 2; } .graph .node.vanished rect { stroke: var(--fewer); stroke-width: 2; }
.graph .count { fill: var(--ink-2); paint-order: stroke; stroke: var(--ground); stroke-width: 4px; stroke-linejoin: round; font-family: var(--sans); }
.graph.broad { max-width: none; }
.graph .count.more, .graph .count.appeared { fill: var(--gained); } .graph .count.fewer, .graph .count.vanished { fill: var(--fewer); }
`;
