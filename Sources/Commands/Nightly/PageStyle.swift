/// The page's style sheet: light or dark as the reader's system is, one column where the screen is narrow.
let pageStyle = """
  :root {
    --text: #1f2328; --muted: #59636e; --ground: #fff; --panel: #f6f8fa; --line: #d1d9e0; --link: #0550ae;
    --layer: #1f6feb; --image: #6e40c9; --check: #1a7f37; --reused: #6e7781; --failed: #cf222e; --skipped: #9a6700;
    --on-bar: #fff;
  }
  @media (prefers-color-scheme: dark) {
    :root {
      --text: #e6edf3; --muted: #9198a1; --ground: #0d1117; --panel: #161b22; --line: #30363d; --link: #6cb6ff;
      --layer: #58a6ff; --image: #bc8cff; --check: #3fb950; --reused: #8b949e; --failed: #ff7b72; --skipped: #d29922;
      --on-bar: #0d1117;
    }
  }
  * { box-sizing: border-box; }
  body {
    margin: 0 auto; max-width: 82rem; padding: 1.5rem; color: var(--text); background: var(--ground);
    font: 0.9375rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere;
  }
  h1 { font-size: 1.75rem; line-height: 1.2; margin: 0.25rem 0 1rem; }
  h2 { font-size: 1.2rem; margin: 2rem 0 0.75rem; }
  h3 { font-size: 1rem; margin: 0 0 0.25rem; }
  p { margin: 0.25rem 0; }
  a { color: var(--link); }
  code, pre { font: 0.8125rem/1.45 ui-monospace, monospace; }
  pre { background: var(--ground); border: 1px solid var(--line); border-radius: 6px; padding: 0.6rem 0.75rem;
    margin: 0.5rem 0; max-height: 20rem; overflow: auto; white-space: pre-wrap; }
  code { background: var(--ground); border: 1px solid var(--line); border-radius: 4px; padding: 0 0.35em; color: var(--failed); }
  small, .when, footer { color: var(--muted); }
  footer { border-top: 1px solid var(--line); margin-top: 2.5rem; padding-top: 0.75rem; font-size: 0.8125rem; }
  header { border-left: 5px solid var(--check); padding-left: 1rem; }
  header.failed { border-color: var(--failed); } header.unchecked { border-color: var(--skipped); }
  .tally, .legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; list-style: none; margin: 0; padding: 0; }
  .tally b { font-size: 1.25rem; }
  .tally .failed b { color: var(--failed); } .tally .skipped b, .tally .unchecked b { color: var(--skipped); }
  .tally .built b { color: var(--check); } .tally .reused b { color: var(--reused); }
  article, .problem { background: var(--panel); border: 1px solid var(--line); border-left: 4px solid var(--failed);
    border-radius: 6px; padding: 0.75rem 1rem; margin: 0 0 0.75rem; }
  .message { white-space: pre-wrap; }
  figure { margin: 0.75rem 0; }
  img { max-width: min(100%, 40rem); height: auto; border: 1px solid var(--line); }
  .logs, .legend { font-size: 0.8125rem; color: var(--muted); }
  .timeline { display: block; font-size: 0.75rem; }
  .tick line { stroke: var(--line); } .tick text { fill: var(--muted); }
  .bar text { fill: var(--on-bar); } .bar rect { stroke: var(--ground); }
  .layer { fill: var(--layer); } .image, .part { fill: var(--image); } .check { fill: var(--check); }
  .bar.reused, i.reused { fill: var(--reused); } .bar.failed, i.failed { fill: var(--failed); }
  .legend { margin-top: 0.5rem; }
  .legend i { display: inline-block; width: 0.8em; height: 0.8em; border-radius: 2px; margin-right: 0.4em; }
  i.layer { background: var(--layer); } i.image, i.part { background: var(--image); } i.check { background: var(--check); }
  i.reused { background: var(--reused); } i.failed { background: var(--failed); }
  .spark { vertical-align: middle; margin-right: 0.5rem; fill: none; stroke: var(--layer); stroke-width: 1.5; }
  .spark circle { fill: var(--layer); }
  table { width: 100%; border-collapse: collapse; font-size: 0.875rem; }
  th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.75rem 0.4rem 0; border-top: 1px solid var(--line); }
  thead th { border-top: 0; color: var(--muted); font-weight: 500; font-size: 0.8125rem; white-space: nowrap; }
  tbody th { font-weight: 600; min-width: 9rem; padding-left: calc(var(--depth, 0) * 1.25rem); }
  .child::before { content: "└ "; color: var(--muted); font-weight: 400; }
  .note { display: block; font-weight: 400; }
  .badge { white-space: nowrap; font-weight: 600; }
  .badge.failed { color: var(--failed); } .badge.built { color: var(--check); }
  .badge.reused { color: var(--reused); } .badge.skipped, .badge.unchecked { color: var(--skipped); }
  .badge.failed::before { content: "✕ "; } .badge.built::before { content: "✓ "; }
  .badge.reused::before { content: "= "; } .badge.skipped::before { content: "– "; } .badge.unchecked::before { content: "? "; }
  .badge.notable { color: var(--skipped); } .badge.notable::before { content: "! "; }
  .badge.plain { font-weight: 400; } .findings .plain, .findings .notable { white-space: normal; }
  .findings summary { white-space: nowrap; }
  .change { color: var(--muted); }
  .changes th { width: 40%; }
  .sign.added::before { content: "+ "; color: var(--check); } .sign.removed::before { content: "− "; color: var(--failed); }
  .sign.changed::before { content: "~ "; color: var(--skipped); }
  pre .added { color: var(--check); } pre .removed { color: var(--failed); } pre .place { color: var(--muted); }
  .figure { white-space: nowrap; } summary .figure { white-space: normal; }
  td ul { margin: 0.25rem 0; padding-left: 1rem; font-size: 0.8125rem; }
  summary { cursor: pointer; } summary h2 { display: inline; }
  @media (max-width: 52rem) {
    body { padding: 1rem; }
    thead { display: none; }
    tr { display: block; border-top: 1px solid var(--line); padding: 0.5rem 0; }
    tbody tr { padding-left: calc(var(--depth, 0) * 1rem); }
    th, td { display: inline-block; border: 0; padding: 0.1rem 1rem 0.1rem 0; }
    tbody th, td[data-column="Why"], td[data-column="Logs"] { display: block; padding-left: 0; }
    .changes th { width: auto; }
    .findings td { display: block; } .findings details { display: inline-block; vertical-align: top; }
    td:empty { display: none !important; }
    td[data-column]::before { content: attr(data-column) ": "; color: var(--muted); }
  }

  """
