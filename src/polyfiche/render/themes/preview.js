// The page becomes what the server says it is, node by node: scroll, focus and selection stay.
"use strict";
(() => {
  const own = document.currentScript;
  const AHEAD = 8; // siblings that are looked at to tell what came in or went
  const OPEN = new Set(["DETAILS", "DIALOG"]); // their reader opened them, not the server

  const alike = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && (a.id ?? "") === (b.id ?? "");

  function become(from, to) {
    if (from.isEqualNode(to)) return;
    if (from.nodeType !== Node.ELEMENT_NODE) { from.nodeValue = to.nodeValue; return; }
    for (const { name } of [...from.attributes]) {
      if (!to.hasAttribute(name) && !(name === "open" && OPEN.has(from.nodeName))) from.removeAttribute(name);
    }
    for (const { name, value } of to.attributes) {
      if (from.getAttribute(name) !== value) from.setAttribute(name, value);
    }
    inside(from, to);
  }

  function inside(from, to) {
    let old = from.firstChild;
    for (const wanted of [...to.childNodes]) {
      const found = match(old, wanted);
      if (!found) { from.insertBefore(document.importNode(wanted, true), old); continue; }
      if (found.behind) while (old !== found.node) { const gone = old; old = old.nextSibling; gone.remove(); }
      else if (found.node !== old) from.insertBefore(found.node, old);
      if (found.node === old) old = old.nextSibling;
      become(found.node, wanted);
    }
    while (old) { const gone = old; old = old.nextSibling; gone.remove(); }
  }

  // The node that is to become *wanted*: the same id, else the same content, else the next of its kind.
  function match(old, wanted) {
    if (wanted.id) {
      for (let node = old; node; node = node.nextSibling) if (node.id === wanted.id && alike(node, wanted)) return { node };
      return null;
    }
    const blank = wanted.nodeType === Node.TEXT_NODE && !wanted.nodeValue.trim();
    for (let node = old, step = 0; node && step < (blank ? 1 : AHEAD); node = node.nextSibling, step += 1) {
      if (!node.id && node.isEqualNode(wanted)) return { node, behind: true };
    }
    return old && alike(old, wanted) && !stays(old, wanted) ? { node: old } : null;
  }

  // Something came in before *old*, which is still wanted as it is.
  function stays(old, wanted) {
    for (let node = wanted.nextSibling, step = 0; node && step < AHEAD; node = node.nextSibling, step += 1) {
      if (node.nodeType === Node.ELEMENT_NODE && node.isEqualNode(old)) return true;
    }
    return false;
  }

  // What the reader looks at: the blocks that begin in the window, then what reaches into it.
  function anchors() {
    const boxes = [...document.querySelectorAll("main :is(article, h2, h3, p, li, dt, dd, tr, figure, img)")]
      .map((node) => ({ node, top: node.getBoundingClientRect().top }));
    const inside = boxes.filter(({ top }) => top >= 0 && top < innerHeight);
    return [...inside, ...boxes.filter(({ top }) => top < 0).reverse()];
  }

  // The card or line at the top of the window: it has the same id in every language.
  function reached() {
    const nodes = [...document.querySelectorAll("main :is(article[id], li[id])")];
    return nodes.find((node) => node.getBoundingClientRect().bottom > 0);
  }

  let newest = 0;
  function show({ version, html }) {
    if (version <= newest) return;
    newest = version;
    const page = new DOMParser().parseFromString(html, "text/html");
    const looked = scrollY > 0 ? anchors() : [];
    const focused = document.activeElement?.id;
    become(document.head, page.head);
    for (const { name } of [...document.documentElement.attributes]) {
      if (!page.documentElement.hasAttribute(name)) document.documentElement.removeAttribute(name);
    }
    for (const { name, value } of page.documentElement.attributes) document.documentElement.setAttribute(name, value);
    become(document.body, page.body);
    const kept = looked.find(({ node }) => node.isConnected);
    if (kept) scrollBy({ top: kept.node.getBoundingClientRect().top - kept.top, behavior: "instant" });
    if (focused && document.activeElement === document.body) document.getElementById(focused)?.focus({ preventScroll: true });
    markUnits();
    dispatchEvent(new CustomEvent("polyfiche:shown", { detail: version }));
  }

  // One stream for each tab that is seen: a browser grants six to a server.
  function listen(views, news, state) {
    let source = null;
    const start = () => {
      if (source || document.hidden) return;
      source = new EventSource(`/events?${new URLSearchParams(views().map((view) => ["view", view]))}`);
      source.onmessage = ({ data }) => news(JSON.parse(data));
      source.onopen = () => state(true);
      source.onerror = () => state(false);
    };
    const stop = () => { source?.close(); source = null; };
    document.addEventListener("visibilitychange", () => (document.hidden ? stop() : start()));
    addEventListener("pagehide", stop);
    addEventListener("pageshow", start);
    return { start, again: () => { stop(); start(); } };
  }

  function shell() {
    const frames = [...document.querySelectorAll("iframe[data-view]")];
    const live = document.getElementById("pf-live");
    const newestOf = new Map();
    const give = (frame) => {
      const news = newestOf.get(frame.dataset.view);
      if (news) frame.contentWindow?.postMessage({ polyfiche: news }, location.origin);
    };
    const streams = listen(
      () => frames.map((frame) => frame.dataset.view),
      (news) => {
        newestOf.set(news.view, news);
        frames.filter((frame) => frame.dataset.view === news.view).forEach(give);
      },
      (on) => { live.textContent = on ? "" : "The preview has stopped; it is looked for again."; if (!on) newestOf.clear(); },
    );
    addEventListener("message", ({ origin, source, data }) => {
      const frame = frames.find((one) => one.contentWindow === source);
      if (origin !== location.origin || !frame) return;
      if (data?.ready && data.ready !== frame.dataset.view) { // a link was followed inside
        frame.dataset.view = data.ready;
        streams.again();
      } else if (data?.ready) give(frame);
      else if (data?.at) frames.filter((one) => one !== frame).forEach((one) => one.contentWindow?.postMessage({ at: data.at }, location.origin));
    });
    document.querySelector(".pf-tools").addEventListener("change", ({ target }) => target.form.requestSubmit());
    streams.start();
  }

  // A pane scrolls with the one under the pointer: cards have the same ids in every language.
  function follow() {
    let mine = false;
    addEventListener("pointerover", () => { mine = true; });
    addEventListener("wheel", () => { mine = true; }, { passive: true });
    addEventListener("keydown", () => { mine = true; });
    document.documentElement.addEventListener("pointerleave", () => { mine = false; });
    addEventListener("scroll", () => {
      const node = mine && reached();
      if (!node) return;
      const box = node.getBoundingClientRect();
      parent.postMessage({ at: { id: node.id, share: -box.top / (box.height || 1) } }, location.origin);
    }, { passive: true });
    return ({ id, share }) => {
      mine = false;
      const box = document.getElementById(id)?.getBoundingClientRect();
      if (box) scrollBy({ top: box.top + share * box.height, behavior: "instant" });
    };
  }

  function pane(view) {
    if (parent === window) {
      listen(() => [view], show, (on) => { document.documentElement.classList.toggle("pf-off", !on); if (!on) newest = 0; }).start();
      return;
    }
    const to = follow();
    addEventListener("message", ({ origin, source, data }) => {
      if (origin !== location.origin || source !== parent) return;
      if (data?.polyfiche?.view === view) show(data.polyfiche);
      if (data?.at) to(data.at);
    });
    parent.postMessage({ ready: view }, location.origin);
  }

  // Units: a marked text opens its entry in the list, from which a link leads back.
  function markUnits() {
    for (const node of document.querySelectorAll("[data-unit]")) {
      const entry = document.getElementById(`pf-unit-${node.dataset.unit}`);
      node.tabIndex = 0;
      node.title = entry ? entry.innerText.replace(/\n+/g, "\n").trim() || entry.textContent.replace(/\s+/g, " ").trim() : "";
    }
  }

  function units() {
    const open = (node) => {
      const entry = document.getElementById(`pf-unit-${node.dataset.unit}`);
      if (!entry) return;
      document.getElementById("pf-units").open = true;
      document.querySelectorAll(".pf-here").forEach((one) => one.classList.remove("pf-here"));
      entry.classList.add("pf-here");
      entry.scrollIntoView({ block: "nearest", behavior: "instant" });
      entry.querySelector("a").focus({ preventScroll: true });
    };
    document.addEventListener("click", (event) => {
      const back = event.target.closest("[data-find]");
      const node = event.target.closest("[data-unit]");
      if (back) {
        event.preventDefault();
        const place = document.querySelector(`[data-unit="${back.dataset.find}"]`);
        place?.scrollIntoView({ block: "center", behavior: "instant" });
        place?.focus({ preventScroll: true });
      } else if (node && !event.target.closest("a")) open(node);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.dataset?.unit) open(event.target);
    });
    markUnits();
  }

  if ("shell" in own.dataset) shell();
  else { units(); pane(own.dataset.view); }
})();
