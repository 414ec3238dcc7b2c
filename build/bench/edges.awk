# What a quick pipeline can say of a TRACE log: how often packets went from one chain to the next.
# A packet is what has one SRC, ID, SPT and SEQ; a line of raw begins a new one.
{
  if (!match($0, /TRACE: [a-z]+:[^:]+/)) next
  chain = substr($0, RSTART + 7, RLENGTH - 7)
  match($0, / SRC=[^ ]+/); key = substr($0, RSTART, RLENGTH)
  match($0, / ID=[0-9]+/); key = key substr($0, RSTART, RLENGTH)
  if (match($0, / SPT=[0-9]+/)) key = key substr($0, RSTART, RLENGTH)
  if (match($0, / SEQ=[0-9]+/)) key = key substr($0, RSTART, RLENGTH)
  before = last[key]
  if (before != "" && !(chain ~ /^raw:/ && before !~ /^raw:/)) edges[before " -> " chain]++
  else packets++
  last[key] = chain
}
END { for (edge in edges) print edges[edge], edge; print packets, "packets" }
