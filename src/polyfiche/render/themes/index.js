// The reader's own languages come first; without this script, the order of the build stays.
const wanted = navigator.languages.map((tag) => tag.toLowerCase());

const rank = (tag) => {
  const known = tag.toLowerCase();
  const base = known.split("-")[0];
  const exact = wanted.findIndex((one) => one === known || known.startsWith(`${one}-`));
  const near = wanted.findIndex((one) => one.split("-")[0] === base);
  return exact >= 0 ? exact : near >= 0 ? near + 0.5 : wanted.length + 1;
};

for (const grid of document.querySelectorAll(".grid")) {
  const cards = [...grid.children];
  const ordered = cards.map((card, at) => [rank(card.lang), at, card]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const first = ordered[0][2];
  if (ordered[0][0] > wanted.length || first === cards[0]) continue;
  grid.append(...ordered.map((one) => one[2]));
  const heading = grid.parentElement.querySelector("h1, h2");
  heading.textContent = first.querySelector("p").textContent;
  heading.lang = first.lang;
  heading.dir = first.dir;
}
